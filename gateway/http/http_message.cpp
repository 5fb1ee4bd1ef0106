#include "gateway/http/http_message.hpp"

namespace loa {

std::string_view http_request::header(std::string_view name) const noexcept
{
    for (const auto& [key, value] : headers)
        if (key == name)
            return value;
    return {};
}

std::optional<std::string_view> http_request::parameter(std::string_view name) const noexcept
{
    for (const auto& [key, value] : query)
        if (key == name)
            return value;
    return std::nullopt;
}

// RFC 6265 section 5.4: "name=value; name=value"
std::string_view http_request::cookie(std::string_view name) const noexcept
{
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        auto pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

std::uint64_t http_handler::most_in_pieces(const http_request&) const
{
    return 0;
}

task<body_place> http_handler::open_body(http_request)
{
    body_place nowhere;
    nowhere.refusal.status = 500;
    co_return nowhere;
}

}  // namespace loa
