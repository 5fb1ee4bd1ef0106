#include "gateway/api/idempotency.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "tests/support/api_caller.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <future>
#include <string>
#include <vector>

namespace json = boost::json;
using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

/// Somebody who writes, over a store that outlives the gateway.
struct writer {
    explicit writer(scripted_store& in, std::string key, std::string body = "{}", std::string who = "lan")
        : at{[&in] { return std::make_unique<scripted_desk>(in); }}
    {
        by.request.method = "POST";
        by.request.path = "/api/broadcasts/17/pause";
        by.request.headers = {{"idempotency-key", std::move(key)}};
        by.request.body = std::move(body);
        call.emplace(by.call());
        call->who.name = std::move(who);
    }

    std::string send(idempotency& through, const std::function<http_reply()>& handler)
    {
        try {
            return through.run(*call, at, handler).body;
        } catch (const api_problem& e) {
            return std::to_string(e.status) + ' ' + e.code;
        }
    }

    caller by;
    thread_desk at;
    std::optional<api_call> call;
};

struct counting {
    int times = 0;
    std::function<http_reply()> handler()
    {
        return [this] { return json_reply(json::object{{"time", ++times}}); };
    }
};

}  // namespace

TEST_CASE("the same write under the same key is carried out once and answered alike", "[idempotency]")
{
    scripted_store store;
    idempotency through;
    counting work;
    CHECK(writer{store, "\"k-1\""}.send(through, work.handler()) == R"({"time":1})");
    CHECK(writer{store, "k-1"}.send(through, work.handler()) == R"({"time":1})");
    CHECK(work.times == 1);

    writer again{store, "k-1"};
    const auto reply = through.run(*again.call, again.at, work.handler());
    CHECK(reply.status == 200);
    CHECK(header_of(reply, "Content-Type") == "application/json");
    CHECK(header_of(reply, "Idempotent-Replay") == "true");
}

TEST_CASE("a key says nothing about another key, another person or a write without one", "[idempotency]")
{
    scripted_store store;
    idempotency through;
    counting work;
    writer{store, "k-1"}.send(through, work.handler());
    writer{store, "k-2"}.send(through, work.handler());
    writer{store, "k-1", "{}", "minh"}.send(through, work.handler());
    writer{store, ""}.send(through, work.handler());
    CHECK(work.times == 4);
}

TEST_CASE("another request under a used key is refused, and so is what is no key", "[idempotency]")
{
    scripted_store store;
    idempotency through;
    counting work;
    writer{store, "k-1"}.send(through, work.handler());
    CHECK(
        writer{store, "k-1", R"({"channel":"email"})"}.send(through, work.handler()) ==
        "422 idempotency_key_reused"
    );
    const std::vector<std::string> no_keys{"\"\"", "a b", "a\"b", "tệp", std::string(129, 'k')};
    for (const auto& key : no_keys) {
        INFO(key);
        CHECK(writer{store, key}.send(through, work.handler()) == "400 bad_idempotency_key");
    }
    CHECK(work.times == 1);
}

TEST_CASE("a write that was refused may be tried again under its key", "[idempotency]")
{
    scripted_store store;
    idempotency through;
    counting work;
    const auto refused = [] { return throw api_problem{409, "not_sending"}, http_reply{}; };
    CHECK(writer{store, "k-1"}.send(through, refused) == "409 not_sending");
    CHECK(writer{store, "k-1"}.send(through, work.handler()) == R"({"time":1})");
}

TEST_CASE("a write that is under way is not begun a second time", "[idempotency]")
{
    scripted_store store;
    idempotency through;
    std::promise<void> begun, go_on;
    const auto slow = [&] {
        begun.set_value();
        go_on.get_future().wait_for(10s);
        return json_reply(json::object{{"time", 1}});
    };
    auto first = std::async(std::launch::async, [&] { return writer{store, "k-1"}.send(through, slow); });
    begun.get_future().wait_for(10s);
    counting work;
    const auto second = writer{store, "k-1"}.send(through, work.handler());
    go_on.set_value();
    CHECK(second == "409 still_running");
    CHECK(first.get() == R"({"time":1})");
    CHECK(work.times == 0);
}

TEST_CASE("a gateway killed between a change and its answer does not change anything twice", "[idempotency]")
{
    scripted_store store;
    counting work;
    {
        idempotency through;
        writer doomed{store, "k-1"};
        const auto killed = [&] {
            doomed.at.together([] {});
            return throw std::runtime_error{"killed"}, http_reply{};
        };
        CHECK_THROWS(doomed.send(through, killed));
    }
    idempotency after_the_start;
    CHECK(writer{store, "k-1"}.send(after_the_start, work.handler()) == "409 reply_lost");
    CHECK(work.times == 0);
}
