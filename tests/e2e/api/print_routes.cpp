/// \file
/// Prints the routes of the API, and who may use them, as JSON: the document is held to them.

#include "gateway/api/api.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <stdexcept>

namespace json = boost::json;

namespace {

class no_log final : public loa::logger {
public:
    bool wants(loa::log_level) const noexcept override { return false; }
    void write(loa::log_level, std::string_view, std::span<const loa::log_field>) noexcept override {}
};

json::value who_may(const loa::access& what)
{
    if (what.how == loa::access::kind::open)
        return "open";
    if (what.how == loa::access::kind::signed_in)
        return "signed_in";
    if (what.roles == loa::access::readers().roles)
        return "readers";
    json::array out;
    for (const auto each :
         {loa::user_role::editor, loa::user_role::approver, loa::user_role::operations, loa::user_role::administrator,
          loa::user_role::auditor})
        if (what.roles.has(each))
            out.push_back(json::string{to_string(each)});
    return out;
}

}  // namespace

int main()
{
    boost::asio::io_context loop;
    no_log log;
    const loa::channel_board board;
    const std::vector<std::uint8_t> secret(32);
    const loa::refusal_tokens tokens{secret};
    loa::fresh_refusals refusals;
    loa::api_parts parts{
        .how = {},
        .log = log,
        .open_desk = []() -> std::unique_ptr<loa::desk> { throw std::runtime_error{"no store"}; },
        .wake = [] {},
        .board = board,
        .is_alive = [] { return true; },
        .channels = {"email", "enetviet"},
        .in_pieces = {},
        .metrics = [](loa::desk&) { return std::string{}; },
        .tokens = &tokens,
        .refusals = &refusals,
        .receipts = [](const loa::received_receipts&) { return loa::receipt_refusal::malformed; },
        .bulletins = {},
    };
    const loa::api all{loop, std::move(parts)};
    json::array out;
    for (const auto& each : all.routes().routes())
        out.push_back(json::object{{"method", each.method}, {"path", each.path}, {"who", who_may(each.who)}, {"outer", each.is_outer}});
    std::cout << json::serialize(out) << '\n';
}
