#pragma once
/// \file
/// The partner's protocol without a socket: composes the bytes of requests, judges answers.

#include "adapters/enetviet/enetviet_params.hpp"
#include "adapters/http_client/http_client.hpp"
#include "gateway/core/channel.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct enetviet_origin {
    bool tls = true;
    std::string host;
    std::uint16_t port = 443;
    std::string authority;  ///< as the Host field has it
    std::string prefix;     ///< of every path; empty or "/..." without a slash at the end
};
/// "https://host[:port][/prefix]"; nothing if it is not of that form.
std::optional<enetviet_origin> parse_enetviet_origin(std::string_view base_url);

/// The partner's name of one of our fields.
std::string_view enetviet_field(const enetviet_params& params, std::string_view ours);

/// Composes requests. Everything that does not change from one to the next is composed once. `params` must
/// outlive it.
class enetviet_requests {
public:
    enetviet_requests(const enetviet_params& params, enetviet_origin origin);

    /// False (and nothing changes) if the token is empty or cannot stand in a header.
    bool set_token(std::string_view token);

    /// Replaces `out` by the head of a post with a body of that many bytes.
    void post_head(std::string& out, std::size_t body_bytes) const;
    /// Appends `{"ma_yeu_cau":..,"tai_khoan":..},{..}`.
    void add_accounts(std::string& out, std::span<const destination> to) const;
    /// Appends the members that name an audience. False if the address is none ("reference|kind|role").
    bool add_audience(std::string& out, const destination& to) const;

    /// Replaces `out` by a whole look-up; at most most_look_ups() at once, so that the request line stays
    /// under 8 KiB.
    void look_up(std::string& out, std::span<const destination> of) const;
    std::size_t most_look_ups() const noexcept;

private:
    const enetviet_params& params_;
    enetviet_origin origin_;
    std::string account_open_, account_middle_;
    std::string token_line_, post_start_, look_up_start_, look_up_end_;
};

/// What came of one post.
struct post_verdict {
    std::vector<outcome> outcomes;  ///< one for each destination, in their order
    /// Nothing of the request was carried out, and it is not said for whose sake: smaller requests can tell.
    bool divisible = false;
    bool too_large = false;
    std::string code;            ///< of what is said of the whole request
    bool token_refused = false;  ///< the outcomes are unauthorized
};

/// `now`: for a Retry-After date in an answer without a date of its own. Never throws but bad_alloc.
post_verdict judge_post(
    const enetviet_params& params,
    const http_exchange& exchange,
    std::span<const destination> to,
    wall_time now
);

struct look_up_verdict {
    std::vector<presence> presences;
    bool token_refused = false;
};
look_up_verdict judge_look_up(
    const enetviet_params& params, const http_exchange& exchange, std::span<const destination> of
);

}  // namespace loa
