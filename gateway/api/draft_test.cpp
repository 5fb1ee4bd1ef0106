#include "gateway/api/draft_test.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_bulletin.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
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
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto content = must_be_bulletin(what, call.with, now);
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

void add_draft_test_routes(router& to, api_parts&)
{
    auto allowance = std::make_shared<test_allowance>();
    const auto editors = access::only({user_role::editor});
    to.add({"POST", "/api/drafts/{id}/test", editors, [allowance](api_call& call) {
                return test_draft(call, *allowance);
            }});
}

}  // namespace loa
