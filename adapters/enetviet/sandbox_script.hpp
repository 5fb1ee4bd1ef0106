#pragma once
/// \file
/// What the sandbox partner does to the next post: as scripted, else as the rates say.

#include "adapters/enetviet/sandbox.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace loa {

/// What happens to a whole post. Names as in scripts.
enum class post_fate : std::uint8_t {
    accepted,
    other_envelope,   ///< accepted, answered as {error, mes, data}
    permanent_code,   ///< 200 with code 500 "không tồn tại"
    transient_code,   ///< 200 with code 500
    content_refused,  ///< 200 with code 422
    duplicate,        ///< 200 with code 409, though it is new; not carried out
    html,             ///< 200 with a page
    error_page,       ///< 302 to /page-error
    reset_present,    ///< carried out, then reset
    reset_absent,     ///< reset after the body was read
    drop,             ///< reset before the body was read
    stall_present,    ///< carried out, never answered
    stall_absent,     ///< never answered
    throttled,        ///< 429 as throttle_form says
    throttled_seconds,
    throttled_date,
    throttled_silent,  ///< 429 without Retry-After
    unauthorized,      ///< 401
    too_large,         ///< 413
    unavailable,       ///< 503
    bad_gateway,       ///< 502 with a page, after it was carried out
    reordered,         ///< accepted, results in reverse order
    mixed,    ///< reverse order; of five accounts one is missing, one transient, one rejected, two accepted
    foreign,  ///< accepted, and results of strangers among ours
};

/// What happens to one account of a post that is carried out.
enum class account_fate : std::uint8_t {
    accepted,
    rejected,
    transient,
    content_refused,
    missing_present,
    missing_absent
};

class sandbox_script {
public:
    explicit sandbox_script(const sandbox_params& params);

    /// See sandbox::script.
    void add(std::string_view json);

    post_fate next_post();
    account_fate of_account(std::string_view account);

private:
    double draw() noexcept;  ///< in [0, 1)

    const sandbox_rates rates_;
    const std::uint64_t seed_;
    std::uint64_t state_;
    std::deque<post_fate> next_;
    std::unordered_map<std::string, account_fate> accounts_;
};

}  // namespace loa
