#include "adapters/oidc/oidc_metadata.hpp"

#include "gateway/core/json_reader.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace json = boost::json;
namespace urls = boost::urls;

namespace loa {
namespace {

constexpr std::size_t most_bytes = 256 * 1024;

std::string text_of(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

/// client_secret_basic is what a provider takes that does not say.
bool takes_basic(const json::object& in)
{
    const auto* methods = in.if_contains("token_endpoint_auth_methods_supported");
    if (methods == nullptr || !methods->is_array())
        return true;
    const auto has = [&](std::string_view name) {
        return std::ranges::any_of(methods->get_array(), [&](const json::value& each) {
            return each.is_string() && std::string_view{each.get_string()} == name;
        });
    };
    return has("client_secret_basic") || !has("client_secret_post");
}

}  // namespace

std::optional<https_place> read_https_url(std::string_view url)
{
    const auto parsed = urls::parse_absolute_uri(url);
    if (!parsed || parsed->scheme_id() != urls::scheme::https || parsed->has_userinfo() ||
        parsed->encoded_host().empty())
        return std::nullopt;
    https_place out;
    out.host = std::string{parsed->host_address()};
    if (parsed->has_port() && !parsed->port().empty())
        out.port = parsed->port_number();
    if (out.port == 0)
        return std::nullopt;
    out.authority = std::string{parsed->encoded_host_and_port()};
    out.target = std::string{parsed->encoded_target()};
    if (!out.target.starts_with('/'))
        out.target.insert(0, 1, '/');
    return out;
}

std::optional<oidc_metadata> read_oidc_metadata(
    std::string_view text, std::string_view issuer, std::string& why
)
{
    const auto parsed = parse_json(text, most_bytes);
    const auto* top = parsed ? parsed->if_object() : nullptr;
    if (top == nullptr) {
        why = "it is no JSON object";
        return std::nullopt;
    }
    if (const auto given = text_of(*top, "issuer"); given != issuer) {
        why = "it is of another issuer: \"" + given.substr(0, 200) + '"';
        return std::nullopt;
    }
    oidc_metadata out;
    out.authorization_url = text_of(*top, "authorization_endpoint");
    auto token = read_https_url(text_of(*top, "token_endpoint")),
         keys = read_https_url(text_of(*top, "jwks_uri"));
    if (!read_https_url(out.authorization_url) || !token || !keys) {
        why = "authorization_endpoint, token_endpoint and jwks_uri must be https URLs";
        return std::nullopt;
    }
    out.token = std::move(*token);
    out.keys = std::move(*keys);
    out.takes_basic = takes_basic(*top);
    return out;
}

std::string discovery_url(std::string_view issuer)
{
    if (issuer.ends_with('/'))
        issuer.remove_suffix(1);
    return std::string{issuer}.append("/.well-known/openid-configuration");
}

}  // namespace loa
