#include "gateway/api/draft_preview.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_bulletin.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/user_desk.hpp"

#include <boost/json/serialize.hpp>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t most_tests = 10;
constexpr std::ptrdiff_t tests_at_once = 2;
constexpr std::chrono::minutes tests_within{10};
constexpr std::chrono::seconds test_limit{20};
constexpr std::string_view test_mark = "[THỬ] ";

wall_time wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// Whom a preview is of.
enum class wanted : std::uint8_t { sample, longest, person };

/// How many tests each user may send: the channel is real, and so are its limits. And how many at once: each
/// holds a thread of the API for as long as the channel takes to answer.
class test_allowance {
public:
    class place {
    public:
        explicit place(test_allowance& of) : of_{of}
        {
            if (of_.places_.try_acquire())
                return;
            api_problem problem{503, "busy"};
            problem.headers.emplace_back("Retry-After", "5");
            throw problem;
        }
        ~place() { of_.places_.release(); }
        place(const place&) = delete;
        place& operator=(const place&) = delete;

    private:
        test_allowance& of_;
    };

    void take(std::int64_t user)
    {
        const auto now = std::chrono::steady_clock::now();
        const std::scoped_lock hold{mutex_};
        auto& mine = sent_[user];
        while (!mine.empty() && mine.front() + tests_within <= now) mine.pop_front();
        if (mine.size() < most_tests) {
            mine.push_back(now);
            return;
        }
        api_problem problem{429, "too_many_tests"};
        const auto wait = std::chrono::ceil<std::chrono::seconds>(mine.front() + tests_within - now);
        problem.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        throw problem;
    }

private:
    std::counting_semaphore<tests_at_once> places_{tests_at_once};
    std::mutex mutex_;
    std::map<std::int64_t, std::deque<time_point>> sent_;
};

bulletin must_be_bulletin(const draft& what, const api_parts& with)
{
    auto read = bulletin_of(what, with, wall_now());
    if (!read)
        throw api_problem{422, "draft_not_ready", {}, read.error()};
    return std::move(*read);
}

http_reply check_draft(api_call& call)
{
    const auto what = find_draft(call);
    const auto read = bulletin_of(what, call.with, wall_now());
    auto wrong = read ? check_bulletin(*read, call.at.directory(), *call.with.own) : read.error();
    const auto warnings = read ? warnings_of(*read, *call.with.own, call.speaks) : problems{};
    return json_reply(json::object{
        {"can_be_submitted", wrong.empty()},
        {"problems", to_json(wrong, call.speaks)},
        {"warnings", to_json(warnings, call.speaks)},
    });
}

std::pair<wanted, std::uint32_t> wanted_of(const api_call& call)
{
    const auto body = call.json();
    const auto* person = body.if_contains("person");
    if (body.size() > (person ? 1u : 0u))
        throw api_problem{422, "invalid", {}, {{"", "unknown_key", "person is all there is"}}};
    if (person == nullptr || *person == "sample")
        return {wanted::sample, 0};
    if (*person == "longest")
        return {wanted::longest, 0};
    if (const auto* no = person->if_int64(); no && *no > 0 && *no <= UINT32_MAX)
        return {wanted::person, static_cast<std::uint32_t>(*no)};
    throw api_problem{
        422,
        "invalid",
        {},
        {{"person", "unknown_word", "must be the number of a person, \"sample\" or \"longest\""}}};
}

/// The one looked for on a channel, if the channel reaches anybody like that.
std::optional<own_channels::addressee> addressee_of(
    api_call& call, const bulletin& what, contact by, const std::pair<wanted, std::uint32_t>& whom
)
{
    auto& directory = call.at.directory();
    std::optional<found_person> who;
    if (whom.first == wanted::person && by != contact::unit)
        who = directory.person(whom.second);
    else {
        const auto some = directory.samples(what.audience, by);
        if (!some.empty())
            who = whom.first == wanted::longest ? some.back() : some.front();
    }
    if (!who)
        return std::nullopt;
    own_channels::addressee out{who->no, directory.address(who->no, by), who->name};
    return out.address.empty() ? std::nullopt : std::optional{std::move(out)};
}

/// Who looks at a preview must not be able to refuse in the recipient's name.
void hide_link(const api_call& call, broadcast_id broadcast, std::uint32_t no, message_preview& in)
{
    if (call.with.tokens == nullptr)
        return;
    const auto made = call.with.tokens->make({broadcast, no});
    const std::string_view token{made.data(), made.size()};
    for (auto* text : {&in.text, &in.html, &in.source})
        for (auto at = text->find(token); at != std::string::npos; at = text->find(token, at))
            text->replace(at, token.size(), token.size(), 'x');
}

json::object preview_json(const message_preview& what)
{
    return {
        {"title", what.title},
        {"summary", what.summary},
        {"text", what.text},
        {"html", what.html},
        {"sender", what.sender},
        {"source", what.source},
    };
}

http_reply preview(api_call& call, const bulletin& content, broadcast_id broadcast)
{
    const auto whom = wanted_of(call);
    json::array channels;
    for (const auto& each : call.with.own->of(content)) {
        json::object one{{"channel", each.name}, {"preview", nullptr}};
        if (const auto to = addressee_of(call, content, each.contact, whom)) {
            auto shown = call.with.own->preview(content, broadcast, each.name, *to);
            if (!shown)
                throw api_problem{422, "draft_not_ready", {}, shown.error()};
            hide_link(call, broadcast, to->no, *shown);
            one["person"] = to->no;
            one["name"] = to->name;
            one["address"] = mask(each.contact, to->address);
            one["preview"] = preview_json(*shown);
        }
        channels.push_back(std::move(one));
    }
    return json_reply(json::object{{"channels", std::move(channels)}});
}

http_reply preview_draft(api_call& call)
{
    const auto what = find_draft(call);
    // What was submitted is shown as it was stored, which is as it goes out.
    if (what.state == draft_state::submitted && what.broadcast)
        return preview(call, call.at.ledger().content(*what.broadcast), *what.broadcast);
    return preview(call, must_be_bulletin(what, call.with), 0);
}

http_reply preview_broadcast(api_call& call)
{
    const auto id = call.number(0);
    if (!call.at.ledger().status(id))
        throw desk_refusal{
            desk_refusal::kind::not_found, "not_found", "there is no broadcast " + std::to_string(id)};
    return preview(call, call.at.ledger().content(id), id);
}

/// The tester himself: his mailbox, and the account of whoever has that mailbox in the directory. Nobody on a
/// channel that addresses units.
std::optional<own_channels::addressee> tester_on(api_call& call, const user& who, contact by)
{
    if (by == contact::unit || who.mailbox.empty())
        return std::nullopt;
    if (by == contact::mailbox)
        return own_channels::addressee{0, who.mailbox, who.full_name};
    for (const auto& person : call.at.directory().search_people(who.mailbox, 2)) {
        auto address = call.at.directory().address(person.no, by);
        if (!address.empty())
            return own_channels::addressee{0, std::move(address), person.name};
    }
    return std::nullopt;
}

http_reply test_draft(api_call& call, test_allowance& allowance)
{
    const auto what = own_draft(call);
    auto content = must_be_bulletin(what, call.with);
    const auto who = call.at.users().find(call.who.user);
    if (!who || who->mailbox.empty())
        throw api_problem{409, "no_mailbox"};
    if (auto wrong = call.with.own->check(content); !wrong.empty())
        throw api_problem{422, "draft_not_ready", {}, std::move(wrong)};
    const test_allowance::place mine{allowance};
    allowance.take(call.who.user);

    content.title.insert(0, test_mark);
    json::array channels;
    for (const auto& each : call.with.own->of(content)) {
        json::object one{{"channel", each.name}};
        if (const auto to = tester_on(call, *who, each.contact)) {
            const auto ended = call.with.own->send(content, each.name, *to, test_limit);
            one["address"] = mask(each.contact, to->address);
            one["outcome"] = to_string(ended.what);
            one["cause"] = mask_text(ended.cause);
        }
        else {
            one["outcome"] = "no_address";
            one["cause"] = "";
        }
        channels.push_back(std::move(one));
    }
    const json::object reply{{"channels", std::move(channels)}};
    call.at.together([&] {
        call.at.audit().add(
            call.who, "draft.test", "draft " + std::to_string(what.id), {}, json::serialize(reply)
        );
    });
    return json_reply(reply);
}

}  // namespace

void add_draft_preview_routes(router& to, api_parts&)
{
    const auto editors = access::only({user_role::editor});
    to.add({"POST", "/api/drafts/{id}/check", access::readers(), check_draft, false});
    to.add({"POST", "/api/drafts/{id}/preview", access::readers(), preview_draft, false});
    to.add({"POST", "/api/broadcasts/{id}/preview", access::readers(), preview_broadcast, false});
    auto allowance = std::make_shared<test_allowance>();
    to.add({"POST", "/api/drafts/{id}/test", editors, [allowance](api_call& call) {
                return test_draft(call, *allowance);
            }});
}

}  // namespace loa
