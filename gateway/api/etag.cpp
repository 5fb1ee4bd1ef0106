#include "gateway/api/etag.hpp"

#include "gateway/api/problem.hpp"

#include <charconv>

namespace loa {

std::string etag(std::uint64_t revision)
{
    return std::string{'"'}.append(std::to_string(revision)).append(1, '"');
}

std::uint64_t expected_revision(const api_call& of)
{
    auto text = of.request.header("if-match");
    if (text.empty())
        throw api_problem{428, "if_match_required"};
    std::uint64_t value = 0;
    if (text.size() < 3 || !text.starts_with('"') || !text.ends_with('"'))
        throw api_problem{412, "changed", "If-Match is not an ETag of this API"};
    text = text.substr(1, text.size() - 2);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        throw api_problem{412, "changed", "If-Match is not an ETag of this API"};
    return value;
}

void must_match(const api_call& of, std::uint64_t revision)
{
    if (expected_revision(of) != revision)
        throw api_problem{412, "changed"};
}

}  // namespace loa
