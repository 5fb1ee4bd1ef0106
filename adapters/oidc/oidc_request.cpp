#include "adapters/oidc/oidc_request.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <openssl/evp.h>

#include <vector>

namespace loa {
namespace {

std::string escaped(const std::string& text)
{
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

std::string base64(const std::string& text)
{
    std::vector<unsigned char> out((text.size() + 2) / 3 * 4 + 1);
    const auto size = EVP_EncodeBlock(
        out.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())
    );
    return {out.begin(), out.begin() + size};
}

void add(std::string& to, std::string_view name, const std::string& value)
{
    if (!to.empty() && to.back() != '?' && to.back() != '&')
        to += '&';
    to.append(name).append(1, '=').append(escaped(value));
}

std::string head(std::string_view method, const https_place& to)
{
    return std::string{method}
        .append(" ")
        .append(to.target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(to.authority)
        .append("\r\nUser-Agent: Loa\r\nAccept: application/json\r\n");
}

}  // namespace

std::string sign_in_url(
    const std::string& endpoint, const oidc_params& params, const oidc_provider::question& what
)
{
    std::string scopes;
    for (const auto& each : params.scopes) scopes.append(scopes.empty() ? "" : " ").append(each);
    auto out = endpoint;
    if (out.find('?') == std::string::npos)
        out += '?';
    add(out, "response_type", "code");
    add(out, "client_id", params.client_id);
    add(out, "redirect_uri", what.redirect_uri);
    add(out, "scope", scopes);
    add(out, "state", what.state);
    add(out, "nonce", what.nonce);
    add(out, "code_challenge", what.challenge);
    add(out, "code_challenge_method", "S256");
    return out;
}

std::string get_request(const https_place& to)
{
    return head("GET", to).append("\r\n");
}

std::string token_request(
    const oidc_metadata& to, const oidc_params& params, const oidc_provider::answer& what
)
{
    std::string form;
    add(form, "grant_type", "authorization_code");
    add(form, "code", what.code);
    add(form, "redirect_uri", what.redirect_uri);
    add(form, "code_verifier", what.verifier);
    auto out = head("POST", to.token);
    if (to.takes_basic) {
        // Escaped first (RFC 6749 section 2.3.1): a colon in the id would be taken for the end of it.
        const auto both = escaped(params.client_id).append(1, ':').append(escaped(params.client_secret));
        out.append("Authorization: Basic ").append(base64(both)).append("\r\n");
    }
    else {
        add(form, "client_id", params.client_id);
        add(form, "client_secret", params.client_secret);
    }
    return out.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
        .append(std::to_string(form.size()))
        .append("\r\n\r\n")
        .append(form);
}

}  // namespace loa
