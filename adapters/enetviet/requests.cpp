#include "adapters/enetviet/wire.hpp"

#include "adapters/enetviet/json_text.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>
#include <charconv>

namespace loa {
namespace {

constexpr std::size_t longest_request_line = 8 * 1024;

bool fits_in_header(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view mapped(const std::map<std::string, std::string>& map, std::string_view key)
{
    const auto found = map.find(std::string{key});
    return found == map.end() ? key : std::string_view{found->second};
}

}  // namespace

std::optional<enetviet_origin> parse_enetviet_origin(std::string_view base_url)
{
    const auto url = boost::urls::parse_uri(base_url);
    if (!url || url->has_userinfo() || url->has_query() || url->has_fragment() || url->encoded_host().empty())
        return std::nullopt;
    const std::string_view scheme{url->scheme().data(), url->scheme().size()};
    if (scheme != "https" && scheme != "http")
        return std::nullopt;

    enetviet_origin out;
    out.tls = scheme == "https";
    out.host = std::string{url->host_address()};
    out.port = out.tls ? 443 : 80;
    if (url->has_port()) {
        const std::string port{url->port()};
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
        if (error != std::errc{} || end != port.data() + port.size() || out.port == 0)
            return std::nullopt;
    }
    out.authority = std::string{url->encoded_host_and_port()};
    out.prefix = std::string{url->encoded_path()};
    while (out.prefix.ends_with('/')) out.prefix.pop_back();
    return out;
}

std::string_view enetviet_field(const enetviet_params& params, std::string_view ours)
{
    return mapped(params.field_names, ours);
}

enetviet_requests::enetviet_requests(const enetviet_params& params, enetviet_origin origin)
    : params_{params}, origin_{std::move(origin)}
{
    account_open_.push_back('{');
    add_json_text(account_open_, enetviet_field(params, "ma_yeu_cau"));
    account_open_.append(":\"");
    account_middle_.append("\",");
    add_json_text(account_middle_, enetviet_field(params, "tai_khoan"));
    account_middle_.push_back(':');

    const auto& path = params.addressing == enetviet_addressing::accounts ? params.post_accounts_path
                                                                          : params.post_audience_path;
    const auto common =
        " HTTP/1.1\r\nHost: " + origin_.authority + "\r\nUser-Agent: Loa\r\nAccept: application/json\r\n";
    post_start_ =
        "POST " + origin_.prefix + path + common + "Content-Type: application/json; charset=utf-8\r\n";
    look_up_start_ = "GET " + origin_.prefix + params.look_up_path;
    look_up_end_ = common;
}

bool enetviet_requests::set_token(std::string_view token)
{
    if (token.empty() || !fits_in_header(token))
        return false;
    auto value = params_.token_value;
    if (const auto at = value.find("{token}"); at != std::string::npos)
        value.replace(at, 7, token);
    token_line_ = params_.token_header + ": " + value + "\r\n";
    return true;
}

void enetviet_requests::post_head(std::string& out, std::size_t body_bytes) const
{
    out = post_start_;
    out += token_line_;
    out += "Content-Length: ";
    out += std::to_string(body_bytes);
    out += "\r\n\r\n";
}

void enetviet_requests::add_accounts(std::string& out, std::span<const destination> to) const
{
    for (const auto& each : to) {
        if (&each != to.data())
            out += ',';
        out += account_open_;
        out += each.key.view();
        out += account_middle_;
        add_json_text(out, each.address);
        out += '}';
    }
}

bool enetviet_requests::add_audience(std::string& out, const destination& to) const
{
    const auto kind_at = to.address.find('|');
    const auto role_at = kind_at == std::string_view::npos ? kind_at : to.address.find('|', kind_at + 1);
    if (role_at == std::string_view::npos || kind_at == 0 || role_at == kind_at + 1 ||
        role_at + 1 == to.address.size())
        return false;

    const auto member = [&](std::string_view field) {
        out += ',';
        add_json_text(out, enetviet_field(params_, field));
        out += ':';
    };
    add_json_text(out, enetviet_field(params_, "ma_yeu_cau"));
    out += ':';
    add_json_text(out, to.key.view());
    member("cap_don_vi");
    add_json_text(out, mapped(params_.unit_levels, to.address.substr(kind_at + 1, role_at - kind_at - 1)));
    member("ma_don_vi");
    add_json_text(out, to.address.substr(0, kind_at));
    member("loai_nguoi_dung");
    out += '[';
    add_json_text(out, mapped(params_.user_types, to.address.substr(role_at + 1)));
    out += ']';
    return true;
}

std::size_t enetviet_requests::most_look_ups() const noexcept
{
    const auto each = enetviet_field(params_, "ma_yeu_cau").size() + 2 + idempotency_key{}.view().size();
    const auto fixed = look_up_start_.size() + std::string_view{" HTTP/1.1\r\n"}.size();
    return std::max<std::size_t>(1, (longest_request_line - std::min(fixed, longest_request_line)) / each);
}

void enetviet_requests::look_up(std::string& out, std::span<const destination> of) const
{
    out = look_up_start_;
    char separator = '?';
    for (const auto& each : of) {
        out += separator;
        out += enetviet_field(params_, "ma_yeu_cau");
        out += '=';
        out += each.key.view();
        separator = '&';
    }
    out += look_up_end_;
    out += token_line_;
    out += "\r\n";
}

}  // namespace loa
