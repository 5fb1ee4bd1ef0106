#pragma once
/// \file
/// The sandbox partner without a socket: requests in, answers out.

#include "adapters/enetviet/sandbox_pages.hpp"
#include "adapters/enetviet/sandbox_receipts.hpp"
#include "adapters/enetviet/sandbox_reply.hpp"
#include "adapters/enetviet/sandbox_script.hpp"
#include "adapters/enetviet/sandbox_tally.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace loa {

struct sandbox_request {
    std::string method, target, authorization, body;
    bool too_large = false;  ///< the body was longer than allowed, and is empty here

    std::string_view path() const { return std::string_view{target}.substr(0, target.find('?')); }
    /// Of the parameters with the name: each value, decoded.
    std::vector<std::string> parameters(std::string_view name) const;
};

class sandbox_partner {
public:
    explicit sandbox_partner(const sandbox_params& params);

    /// Whether the request is a bulletin's post, so that next_post() decides what happens to it.
    static bool is_post(const sandbox_request& head);

    /// Replaces what is in `out`.
    void answer(const sandbox_request& request, post_fate fate, wall_time now, sandbox_reply& out);
    /// For an order to send receipts: what came of it.
    void answer(const boost::json::value& sent, wall_time now, sandbox_reply& out);
    /// For a comparison whose lines were read as they came.
    void answer(expected_accounts& compared, wall_time now, sandbox_reply& out);

    sandbox_script script;
    sandbox_tally tally;
    sandbox_receipts receipts;

private:
    void post(const sandbox_request& request, post_fate fate, wall_time now, sandbox_reply& out);
    void carry_out(const boost::json::object& content, post_fate fate, wall_time now, std::string& body);
    void carry_out_audience(
        const boost::json::object& content, tallied_content& counted, post_fate fate, std::string& body
    );
    int result_of(
        tallied_content& counted, std::string_view key, std::string_view account, account_fate fate
    );
    void look_up(const sandbox_request& request, wall_time now, sandbox_reply& out);
    void show_page(const sandbox_request& request, wall_time now, sandbox_reply& out);
    bool authorized(const sandbox_request& request);

    const sandbox_params params_;
    sandbox_pages pages_;
    std::string broadcast_;  ///< ma_dot of the post that is being carried out
    reply_head head_;
};

}  // namespace loa
