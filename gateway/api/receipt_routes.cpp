#include "gateway/api/receipt_routes.hpp"

#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"

#include <boost/json/object.hpp>

#include <variant>

namespace loa {
namespace {

api_problem problem_of(receipt_refusal why)
{
    switch (why) {
        case receipt_refusal::unsigned_message: return {401, "bad_signature"};
        case receipt_refusal::stale: return {401, "stale_message"};
        case receipt_refusal::malformed: return {422, "bad_receipts"};
    }
    return {422, "bad_receipts"};
}

http_reply take(api_call& call)
{
    received_receipts message;
    message.header = [&](std::string_view name) { return call.request.header(name); };
    message.body = call.request.body;
    message.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto read = call.with.receipts(message);
    if (const auto* why = std::get_if<receipt_refusal>(&read)) {
        call.with.counts.receipts("refused", 1);
        throw problem_of(*why);
    }
    const auto& what = std::get<read_receipts>(read);
    const auto taken = call.at.receipts().count(what.id, what.channel, what.counts, what.unattributed);
    if (taken.was_known)
        call.with.counts.receipts("repeated", 1);
    else {
        for (std::size_t kind = 0; kind != taken.counted.size(); ++kind)
            call.with.counts.receipts(to_string(static_cast<receipt_kind>(kind)), taken.counted[kind]);
        call.with.counts.receipts("unknown", taken.unknown);
    }
    // What the partner asks for: it repeats whatever is answered otherwise.
    return json_reply(boost::json::object{{"status", 200}, {"message", taken.was_known ? "repeated" : "ok"}});
}

}  // namespace

void add_receipt_routes(router& to, api_parts& with)
{
    if (with.receipts)
        to.add({"POST", "/hooks/enetviet", access::open(), take, false, true});
}

}  // namespace loa
