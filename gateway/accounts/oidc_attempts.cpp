#include "gateway/accounts/oidc_attempts.hpp"

#include "gateway/accounts/base64url.hpp"
#include "gateway/accounts/token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace loa {
namespace {

/// Each one costs a round trip to the provider, so that only a flood by somebody with an account gets here.
constexpr std::size_t most_taken = 10'000;

std::optional<wall_time> made_at(std::string_view cookie)
{
    const auto dot = cookie.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const auto text = cookie.substr(dot + 1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return wall_time{std::chrono::milliseconds{number}};
}

}  // namespace

oidc_attempts::oidc_attempts() : key_{new_token()} {}

std::string oidc_attempts::derive(std::string_view what, std::string_view cookie) const
{
    const auto text = std::string{what}.append(1, '.').append(cookie);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    const auto* const made = HMAC(
        EVP_sha256(),
        key_.data(),
        static_cast<int>(key_.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        out.data(),
        &size
    );
    if (made == nullptr)
        throw std::runtime_error{"OpenSSL has no HMAC"};
    return to_base64url({out.data(), size});
}

oidc_attempt oidc_attempts::attempt_of(std::string cookie) const
{
    oidc_attempt out;
    out.state = derive("state", cookie);
    out.nonce = derive("nonce", cookie);
    out.verifier = derive("verifier", cookie);
    out.challenge = to_base64url(hash_of(out.verifier));
    out.cookie = std::move(cookie);
    return out;
}

oidc_attempt oidc_attempts::start(wall_time now) const
{
    return attempt_of(new_token().append(1, '.').append(std::to_string(now.time_since_epoch().count())));
}

std::optional<oidc_attempt> oidc_attempts::take(
    std::string_view cookie, std::string_view state, wall_time now
)
{
    constexpr std::size_t longest_cookie = 100;
    if (cookie.size() > longest_cookie)
        return std::nullopt;
    auto out = attempt_of(std::string{cookie});
    // That the state is right proves that the cookie is one of ours, with its time.
    if (!same_secret(out.state, state))
        return std::nullopt;
    const auto made = made_at(cookie);
    if (!made || *made > now || now - *made >= good_for)
        return std::nullopt;
    const std::scoped_lock hold{mutex_};
    std::erase_if(taken_, [&](const auto& each) { return each.second <= now; });
    if (taken_.size() >= most_taken || !taken_.emplace(out.state, *made + good_for).second)
        return std::nullopt;
    return out;
}

void oidc_attempts::give_back(const oidc_attempt& what)
{
    const std::scoped_lock hold{mutex_};
    taken_.erase(what.state);
}

}  // namespace loa
