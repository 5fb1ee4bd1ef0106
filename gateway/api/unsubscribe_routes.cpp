#include "gateway/api/unsubscribe_routes.hpp"

#include "gateway/api/unsubscribe_page.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/directory_desk.hpp"
#include "gateway/core/suppression_origin.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace loa {
namespace {

http_reply page(unsubscribe_view what, const api_call& call, unsigned status = 200)
{
    http_reply out;
    out.status = status;
    out.headers = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Content-Language", call.speaks == language::english ? "en" : "vi"},
        {"Vary", "Accept-Language"},
        {"Cache-Control", "no-store"},
        {"X-Robots-Tag", "noindex"},
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
         "base-uri 'none'"},
    };
    out.body = unsubscribe_page(what, call.path.front(), call.speaks);
    return out;
}

/// The same for every token that is not ours, so that trying tells nothing.
http_reply unknown(const api_call& call)
{
    return page(unsubscribe_view::unknown, call, 404);
}

/// There is no user behind it: whoever holds the link may follow it.
actor recipient(const api_call& call)
{
    return {0, "recipient", {}, call.request.peer};
}

void note(api_call& call, std::string_view action, const refusal& of)
{
    std::string subject{"person "};
    subject.append(std::to_string(of.no));
    const boost::json::object after{{"contact", "mailbox"}, {"cause", unsubscribed_cause}, {"broadcast", of.broadcast}};
    call.at.audit().add(recipient(call), action, subject, "", boost::json::serialize(after));
}

bool is_ours(api_call& call, const std::string& address)
{
    const auto found = call.at.directory().suppression(contact::mailbox, address);
    return found && found->cause == unsubscribed_cause;
}

http_reply ask(api_call& call)
{
    return call.with.tokens->read(call.path.front()) ? page(unsubscribe_view::question, call) : unknown(call);
}

http_reply stop(api_call& call)
{
    const auto whose = call.with.tokens->read(call.path.front());
    if (!whose)
        return unknown(call);
    const auto address = call.at.directory().address(whose->no, contact::mailbox);
    if (!address.empty()) {
        bool is_new = false;
        // One link, posted again and again, must not take turns from what is sent.
        if (!call.at.directory().suppression(contact::mailbox, address))
            call.at.together([&] {
                is_new = call.at.directory().suppress(contact::mailbox, address, std::string{unsubscribed_cause});
                if (is_new)
                    note(call, "suppression.add", *whose);
            });
        if (is_new) {
            call.with.refusals->add(contact::mailbox, address);
            call.with.counts.unsubscribed(false);
        }
        else  // who asks again has had mail in between
            call.with.refusals->repeat(contact::mailbox, address);
    }
    return page(unsubscribe_view::done, call);
}

http_reply take_back(api_call& call)
{
    const auto whose = call.with.tokens->read(call.path.front());
    if (!whose)
        return unknown(call);
    const auto address = call.at.directory().address(whose->no, contact::mailbox);
    bool lifted = false;
    if (!address.empty() && is_ours(call, address))
        call.at.together([&] {
            // What the relay or an administrator put on the list stays there.
            if (!is_ours(call, address))
                return;
            lifted = call.at.directory().lift(contact::mailbox, address);
            note(call, "suppression.lift", *whose);
        });
    if (lifted) {
        call.with.refusals->lift(contact::mailbox, address);
        call.with.counts.unsubscribed(true);
    }
    const bool is_kept =
        !address.empty() && !lifted && call.at.directory().suppression(contact::mailbox, address);
    return page(is_kept ? unsubscribe_view::kept : unsubscribe_view::undone, call);
}

}  // namespace

void add_unsubscribe_routes(router& to, api_parts& with)
{
    if (!with.tokens || !with.refusals)
        return;
    // Opening the link changes nothing: mail scanners open every link.
    to.add({"GET", "/u/{token}", access::open(), ask, false, true});
    to.add({"POST", "/u/{token}", access::open(), stop, false, true});
    to.add({"POST", "/u/{token}/undo", access::open(), take_back, false, true});
}

}  // namespace loa
