#include "tests/integration/enetviet/partner_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <algorithm>

using loa::outcome_class;
using loa::presence;
using loa::testing::partner_test;
using namespace std::chrono_literals;

namespace {

std::vector<outcome_class> classes(const std::vector<loa::outcome>& outcomes)
{
    std::vector<outcome_class> out;
    for (const auto& each : outcomes) out.push_back(each.what);
    return out;
}

std::ptrdiff_t count(const std::vector<loa::outcome>& outcomes, outcome_class what)
{
    return std::count_if(outcomes.begin(), outcomes.end(), [&](const auto& each) {
        return each.what == what;
    });
}

}  // namespace

TEST_CASE_METHOD(partner_test, "five hundred accounts get the post with one request", "[enetviet]")
{
    start();
    CHECK(way->name() == "enetviet");
    CHECK(way->max_batch() == 500);
    CHECK(way->contact() == loa::contact::account);
    CHECK(way->has_look_up());
    const auto outcomes = deliver(many(500));
    CHECK(count(outcomes, outcome_class::accepted) == 500);
    CHECK(tally("requests") == 1);
    CHECK(tally("distinct") == 500);
}

TEST_CASE_METHOD(partner_test, "a post under the partner's other envelope is accepted too", "[enetviet]")
{
    start();
    CHECK(deliver_one("other_envelope").what == outcome_class::accepted);
}

TEST_CASE_METHOD(partner_test, "200 around a business code means what the code means", "[enetviet]")
{
    start();
    const auto permanent = deliver_one("permanent_code");
    CHECK(permanent.what == outcome_class::rejected);
    CHECK(permanent.cause == "code 500: Tài khoản không tồn tại");
    CHECK(deliver_one("transient_code").what == outcome_class::transient);
    CHECK(deliver_one("content_refused").what == outcome_class::rejected);
    CHECK(deliver_one("duplicate").what == outcome_class::duplicate);
    CHECK(tally("accepted") == 0);
}

TEST_CASE_METHOD(
    partner_test,
    "a page instead of an answer leaves the result unknown, and the look-up clears it up",
    "[enetviet]"
)
{
    start();
    CHECK(deliver_one("html").what == outcome_class::unknown);
    CHECK(look_up({to(1)}) == std::vector{presence::absent});
    CHECK(deliver_one("bad_gateway").what == outcome_class::unknown);
    CHECK(look_up({to(1)}) == std::vector{presence::present});
}

TEST_CASE_METHOD(
    partner_test,
    "a redirection to the error page is a session that ended: the token is read again, once",
    "[enetviet]"
)
{
    start();
    CHECK(deliver_one("error_page").what == outcome_class::accepted);
    CHECK(tally("requests") == 2);
    partner->script(R"({"next":["error_page","error_page"]})");
    CHECK(deliver({to(2, "b")}).at(0).what == outcome_class::unauthorized);
    CHECK(tally("requests") == 4);
}

TEST_CASE_METHOD(partner_test, "after a reset the look-up says whether the post is there", "[enetviet]")
{
    start();
    CHECK(deliver_one("reset_present").what == outcome_class::unknown);
    CHECK(look_up({to(1)}) == std::vector{presence::present});
    partner->script(R"({"next":["reset_absent"]})");
    CHECK(deliver({to(2, "b")}).at(0).what == outcome_class::unknown);
    CHECK(look_up({to(2, "b"), to(1)}) == std::vector{presence::absent, presence::present});
    // Proven absent, so it goes out again, under the same key.
    CHECK(deliver({to(2, "b")}).at(0).what == outcome_class::accepted);
    CHECK(tally("doubled") == 0);
    CHECK(tally("accepted") == 2);
}

TEST_CASE_METHOD(
    partner_test, "a connection dropped before the body was read is never taken for a success", "[enetviet]"
)
{
    start();
    const auto dropped = deliver_one("drop").what;
    CHECK((dropped == outcome_class::unknown || dropped == outcome_class::transient));
    CHECK(look_up({to(1)}) == std::vector{presence::absent});
}

TEST_CASE_METHOD(
    partner_test,
    "a partner that asks for patience is understood in seconds, by a date, and without either",
    "[enetviet]"
)
{
    partner_params.throttle_for = 7s;
    start();
    const auto seconds = deliver_one("throttled_seconds");
    CHECK(seconds.what == outcome_class::throttled);
    CHECK(seconds.retry_after == 7s);
    const auto date = deliver_one("throttled_date");
    CHECK(date.what == outcome_class::throttled);
    CHECK(date.retry_after == 7s);
    const auto silent = deliver_one("throttled_silent");
    CHECK(silent.what == outcome_class::throttled);
    CHECK_FALSE(silent.retry_after);
}

TEST_CASE_METHOD(partner_test, "a token refused once is read again and the post goes through", "[enetviet]")
{
    write_token("old-token");
    start();
    write_token("right-token");
    CHECK(deliver({to(1)}).at(0).what == outcome_class::accepted);
    CHECK(tally("unauthorized") == 1);
    CHECK(deliver_one("unauthorized").what == outcome_class::duplicate);
}

TEST_CASE_METHOD(partner_test, "a token refused twice is reported, not tried for ever", "[enetviet]")
{
    write_token("wrong-token");
    start();
    CHECK(deliver({to(1)}).at(0).what == outcome_class::unauthorized);
    CHECK(tally("requests") == 2);
    CHECK(look_up({to(1)}) == std::vector{presence::cannot_tell});
    CHECK(tally("look_ups") == 2);
}

TEST_CASE_METHOD(partner_test, "without a token nothing is sent, and the log says why", "[enetviet]")
{
    write_token("");
    start();
    CHECK(deliver(many(3)).at(2).what == outcome_class::unauthorized);
    CHECK(look_up(many(3)) == std::vector(3, presence::cannot_tell));
    CHECK(tally("requests") == 0);
    CHECK(log.said(loa::log_level::error, "token"));
    write_token("right-token");
    CHECK(deliver(many(3)).at(2).what == outcome_class::accepted);
}

TEST_CASE_METHOD(partner_test, "a silent partner costs the deadline and no more", "[enetviet]")
{
    start();
    for (const std::string fate : {"stall_present", "stall_absent"}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto outcome = deliver_one(fate, 150ms);
        const auto took = std::chrono::steady_clock::now() - begin;
        CHECK(outcome.what == outcome_class::unknown);
        CHECK(outcome.cause == "no answer within the time limit");
        CHECK(took >= 150ms);
        CHECK(took < 2s);
    }
    CHECK(look_up({to(1)}) == std::vector{presence::present});
}

TEST_CASE_METHOD(partner_test, "a post that is there already counts as arrived", "[enetviet]")
{
    start();
    CHECK(deliver({to(1)}).at(0).what == outcome_class::accepted);
    CHECK(deliver({to(1)}).at(0).what == outcome_class::duplicate);
    CHECK(tally("accepted") == 1);
    CHECK(tally("repeated") == 1);
    CHECK(tally("doubled") == 0);
}

TEST_CASE_METHOD(partner_test, "results come back in any order, some not at all", "[enetviet]")
{
    start();
    partner->script(R"({"next":["mixed"]})");
    CHECK(
        classes(deliver(many(6))) ==
        std::vector{
            outcome_class::unknown,
            outcome_class::transient,
            outcome_class::rejected,
            outcome_class::accepted,
            outcome_class::accepted,
            outcome_class::unknown}
    );
    CHECK(
        look_up(many(6)) ==
        std::vector{
            presence::absent,
            presence::absent,
            presence::absent,
            presence::present,
            presence::present,
            presence::absent}
    );
}

TEST_CASE_METHOD(partner_test, "results of strangers change nothing", "[enetviet]")
{
    start();
    partner->script(R"({"next":["foreign"]})");
    CHECK(count(deliver(many(3)), outcome_class::accepted) == 3);
}

TEST_CASE_METHOD(partner_test, "the fate of single accounts is told apart", "[enetviet]")
{
    start();
    const auto whom = many(5);
    partner->script(
        "{\"accounts\":{\"" + std::string{whom[0].address} + "\":\"rejected\",\"" +
        std::string{whom[1].address} + "\":\"content_refused\",\"" + std::string{whom[2].address} +
        "\":\"missing_present\",\"" + std::string{whom[3].address} + "\":\"missing_absent\"}}"
    );
    CHECK(
        classes(deliver(whom)) ==
        std::vector{
            outcome_class::rejected,
            outcome_class::rejected,
            outcome_class::unknown,
            outcome_class::unknown,
            outcome_class::accepted}
    );
    CHECK(look_up({whom[2], whom[3]}) == std::vector{presence::present, presence::absent});
}

TEST_CASE_METHOD(
    partner_test,
    "a partner that takes smaller requests than it said still gets every account, once",
    "[enetviet]"
)
{
    partner_params.accounts_limit = 60;
    start();
    CHECK(count(deliver(many(500)), outcome_class::accepted) == 500);
    CHECK(tally("distinct") == 500);
    CHECK(tally("doubled") == 0);
    CHECK(tally("repeated") == 0);
    const auto refused = tally("too_large");
    CHECK(refused <= 8);
    // Learnt: the next ones are small at once.
    deliver(many(500));
    CHECK(tally("too_large") == refused);
}

TEST_CASE_METHOD(partner_test, "content too large even for one account is refused as content", "[enetviet]")
{
    start();
    CHECK(deliver_one("too_large").what == outcome_class::content_rejected);
}

TEST_CASE_METHOD(
    partner_test,
    "one bad account that spoils a whole request is found, and the others get the post",
    "[enetviet]"
)
{
    start();
    partner->script(R"({"next":["permanent_code","accepted","permanent_code","permanent_code","accepted"]})");
    const auto outcomes = deliver(many(4));
    CHECK(
        classes(outcomes) ==
        std::vector{
            outcome_class::accepted,
            outcome_class::accepted,
            outcome_class::rejected,
            outcome_class::accepted}
    );
}

TEST_CASE_METHOD(
    partner_test, "one account that has the content of all refused does not stop the others", "[enetviet]"
)
{
    const std::string refused = "\"content_refused\"", taken = "\"accepted\"";
    start();
    SECTION("the first of all")
    {
        partner->script("{\"next\":[" + refused + "," + refused + "," + refused + "," + taken + "]}");
        CHECK(
            classes(deliver(many(4))) ==
            std::vector{
                outcome_class::rejected,
                outcome_class::accepted,
                outcome_class::accepted,
                outcome_class::accepted}
        );
        CHECK(tally("requests") == 6);
    }
    SECTION("a later one, and another one when the content is known to be good")
    {
        const auto once = refused + "," + taken + "," + refused + "," + refused + "," + taken;
        partner->script("{\"next\":[" + once + "," + once + "]}");
        for (int i = 0; i != 2; ++i) {
            auto all = many(8);
            CHECK(
                classes(deliver({all.begin() + 4 * i, all.begin() + 4 * i + 4})) ==
                std::vector{
                    outcome_class::accepted,
                    outcome_class::accepted,
                    outcome_class::rejected,
                    outcome_class::accepted}
            );
        }
        // It is not taken for too large: the next requests are whole again.
        CHECK(tally("requests") == 10);
        deliver(many(500));
        CHECK(tally("requests") == 11);
    }
    SECTION("alone in its request")
    {
        partner->script("{\"next\":[" + refused + "]}");
        CHECK(deliver({to(1)}).at(0).what == outcome_class::rejected);
        CHECK(deliver({to(2, "b")}).at(0).what == outcome_class::accepted);
    }
}

TEST_CASE_METHOD(
    partner_test, "content that two accounts are refused alone is refused, after few requests", "[enetviet]"
)
{
    std::string list;
    for (int i = 0; i != 20; ++i) list += std::string{i == 0 ? "" : ","} + "\"content_refused\"";
    start();
    partner->script("{\"next\":[" + list + "]}");
    const auto outcomes = deliver(many(500));
    CHECK(outcomes[0].what == outcome_class::rejected);
    CHECK(count(outcomes, outcome_class::content_rejected) == 499);
    CHECK(outcomes[499].cause == "code 422: Tiêu đề có từ không được phép");
    CHECK(tally("requests") <= 11);
    // Known now.
    CHECK(deliver({to(600, "b")}).at(0).what == outcome_class::content_rejected);
}

TEST_CASE_METHOD(partner_test, "content refused for the only unit is refused", "[enetviet]")
{
    params.addressing = loa::enetviet_addressing::audience;
    start();
    partner->script(R"({"next":["content_refused"]})");
    CHECK(deliver({to(1, "cum-05|cluster|staff")}).at(0).what == outcome_class::content_rejected);
    partner->script(R"({"next":["accepted", "content_refused"]})");
    CHECK(
        classes(deliver({to(2, "a|school|staff"), to(3, "b|school|staff"), to(4, "c|school|staff")})) ==
        std::vector{outcome_class::accepted, outcome_class::rejected, outcome_class::accepted}
    );
}

TEST_CASE_METHOD(partner_test, "what is not attempted before the time limit counts no attempt", "[enetviet]")
{
    SECTION("because an earlier post took it all")
    {
        params.addressing = loa::enetviet_addressing::audience;
        start();
        partner->script(R"({"next":["stall_absent"]})");
        const auto outcomes =
            deliver({to(1, "a|school|staff"), to(2, "b|school|staff"), to(3, "nowhere")}, 150ms);
        CHECK(
            classes(outcomes) ==
            std::vector{outcome_class::unknown, outcome_class::unavailable, outcome_class::unavailable}
        );
        CHECK(outcomes[1].cause == "not attempted before the time limit");
        CHECK(tally("requests") == 1);
    }
    SECTION("because no connection was free")
    {
        params.connections = 1;
        start();
        partner->script(R"({"next":["stall_absent"]})");
        const auto whom = many(2);
        std::vector<outcome_class> ended;
        for (const auto& each : whom)
            boost::asio::co_spawn(
                context,
                post->deliver({&each, 1}, std::chrono::steady_clock::now() + 150ms),
                [&](std::exception_ptr, std::vector<loa::outcome> outcomes) {
                    ended.push_back(outcomes.at(0).what);
                }
            );
        context.restart();
        const auto until = std::chrono::steady_clock::now() + 5s;
        while (ended.size() != 2 && context.run_one_until(until) != 0) {
        }
        std::sort(ended.begin(), ended.end());
        CHECK(ended == std::vector{outcome_class::unavailable, outcome_class::unknown});
    }
}

TEST_CASE_METHOD(
    partner_test, "a partner that is down passes as transient, one that is gone as unavailable", "[enetviet]"
)
{
    start();
    CHECK(deliver_one("unavailable").what == outcome_class::transient);
    partner->stop();
    context.restart();
    context.run_for(20ms);
    const auto outcomes = deliver(many(500));
    CHECK(count(outcomes, outcome_class::unavailable) == 500);
    CHECK(outcomes[0].cause.starts_with("no connection: "));
}

TEST_CASE_METHOD(partner_test, "a whole batch and more is looked up in pieces that fit", "[enetviet]")
{
    start();
    const auto whom = many(500);
    deliver({whom.begin(), whom.begin() + 250});
    const auto told = look_up(whom);
    REQUIRE(told.size() == 500);
    CHECK(std::count(told.begin(), told.begin() + 250, presence::present) == 250);
    CHECK(std::count(told.begin() + 250, told.end(), presence::absent) == 250);
    CHECK(tally("look_ups") == 3);
}

TEST_CASE_METHOD(partner_test, "units get one post each, by unit, level and user type", "[enetviet]")
{
    params.addressing = loa::enetviet_addressing::audience;
    start();
    CHECK(way->contact() == loa::contact::unit);
    CHECK(way->max_batch() == 16);
    partner->script(
        R"({"accounts":{"thpt-01|truong|giao_vien":"rejected","thpt-02|truong|giao_vien":"transient"}})"
    );
    const auto outcomes = deliver(
        {to(1, "cum-05|cluster|staff"),
         to(2, "nowhere"),
         to(3, "thpt-01|school|teacher"),
         to(4, "thpt-02|school|teacher"),
         to(5, "cum-08|cluster|parent")}
    );
    CHECK(
        classes(outcomes) ==
        std::vector{
            outcome_class::accepted,
            outcome_class::rejected,
            outcome_class::rejected,
            outcome_class::transient,
            outcome_class::accepted}
    );
    CHECK(tally("requests") == 4);
    CHECK(tally("distinct") == 2);
    partner->script(R"({"next":["throttled_seconds"]})");
    const auto stopped = deliver({to(6, "a|school|staff"), to(7, "b|school|staff")});
    CHECK(count(stopped, outcome_class::throttled) == 2);
    CHECK(tally("requests") == 5);
}

TEST_CASE_METHOD(partner_test, "many calls at once share the connections", "[enetviet]")
{
    params.connections = 4;
    start();
    const auto whom = many(2'000);
    int done = 0;
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    for (std::size_t at = 0; at != 2'000; at += 100)
        boost::asio::co_spawn(
            context,
            post->deliver(std::span{whom}.subspan(at, 100), deadline),
            [&](std::exception_ptr, std::vector<loa::outcome> outcomes) {
                done += static_cast<int>(count(outcomes, outcome_class::accepted));
            }
        );
    context.restart();
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (done < 2'000 && context.run_one_until(until) != 0) {
    }
    CHECK(done == 2'000);
    CHECK(tally("distinct") == 2'000);
}

TEST_CASE_METHOD(partner_test, "cancelling a delivery unwinds at once", "[enetviet]")
{
    start();
    partner->script(R"({"next":["stall_absent"]})");
    const auto whom = many(3);
    boost::asio::cancellation_signal stop;
    std::exception_ptr end;
    boost::asio::co_spawn(
        context,
        post->deliver(whom, std::chrono::steady_clock::now() + 10s),
        boost::asio::bind_cancellation_slot(
            stop.slot(), [&](std::exception_ptr error, std::vector<loa::outcome>) { end = error; }
        )
    );
    context.restart();
    context.run_for(50ms);
    CHECK_FALSE(end);
    stop.emit(boost::asio::cancellation_type::terminal);
    context.restart();
    context.run_for(50ms);
    REQUIRE(end);
    CHECK_THROWS_AS(std::rethrow_exception(end), boost::system::system_error);
}

TEST_CASE("a base URL or CA file of no use is said at the start", "[enetviet]")
{
    boost::asio::io_context context;
    loa::testing::recorded_log log;
    loa::enetviet_params params;
    params.base_url = "enetviet";
    CHECK_THROWS_AS(loa::make_enetviet_channel(context, params, log), std::runtime_error);
    params.base_url = "https://localhost";
    params.ca_file = "/no/such/file.pem";
    CHECK_THROWS_AS(loa::make_enetviet_channel(context, params, log), std::runtime_error);
}
