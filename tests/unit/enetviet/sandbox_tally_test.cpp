#include "adapters/enetviet/sandbox_tally.hpp"
#include "adapters/enetviet/sandbox_script.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>

#include <stdexcept>

namespace {

boost::json::object read(const std::string& text)
{
    return boost::json::parse(text).as_object();
}

std::string key(unsigned i)
{
    auto digits = std::to_string(i);
    return std::string(32 - digits.size(), '0') + digits;
}

}  // namespace

TEST_CASE(
    "the same key again is repeated, the same bulletin to the same account under another key is doubled",
    "[sandbox]"
)
{
    loa::sandbox_tally tally;
    auto& plan = tally.content("https://hcm.edu.vn/1", "Kế hoạch");
    CHECK(tally.accept(plan, key(1), "an") == loa::sandbox_tally::verdict::accepted);
    CHECK(tally.accept(plan, key(1), "an") == loa::sandbox_tally::verdict::repeated);
    CHECK(tally.accept(plan, key(2), "an") == loa::sandbox_tally::verdict::accepted);
    CHECK(tally.accept(plan, "not hex", "binh") == loa::sandbox_tally::verdict::accepted);
    CHECK(
        tally.accept(tally.content("https://hcm.edu.vn/1", "Đính chính"), key(3), "an") ==
        loa::sandbox_tally::verdict::accepted
    );
    CHECK(tally.has(key(1)));
    CHECK(tally.has("not hex"));
    CHECK_FALSE(tally.has(key(9)));
    const auto said = read(tally.to_json());
    CHECK(said.at("accepted") == 4);
    CHECK(said.at("distinct") == 3);
    CHECK(said.at("doubled") == 1);
    CHECK(said.at("repeated") == 1);
    CHECK(said.at("posts") == 2);
    CHECK(said.at("by_url").at("https://hcm.edu.vn/1").at("accepted") == 4);
}

TEST_CASE(
    "what was accepted is compared exactly with who should have got it, however the list is sliced",
    "[sandbox]"
)
{
    loa::sandbox_tally tally;
    auto& plan = tally.content("u", "t");
    for (unsigned i = 0; i != 50'000; ++i) tally.accept(plan, key(i), "09" + std::to_string(i));
    std::string list = "09missing\r\n\n";
    for (unsigned i = 1; i != 50'000; ++i) list += "09" + std::to_string(i) + "\n";
    list += "091\n091";
    for (const std::size_t slice : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, list.size()}) {
        loa::expected_accounts expected{tally, "u"};
        for (std::size_t at = 0; at < list.size(); at += slice)
            expected.feed(std::string_view{list}.substr(at, slice));
        const auto said = read(expected.to_json());
        CHECK(said.at("expected") == 50'000);
        CHECK(said.at("found") == 49'999);
        CHECK(said.at("missing") == 1);
        CHECK(said.at("unexpected") == 1);
        CHECK(said.at("doubled") == 0);
        CHECK(said.at("first_missing").as_array().at(0) == "09missing");
    }
    loa::expected_accounts strange{tally, "elsewhere"};
    strange.feed("09\n");
    CHECK(read(strange.to_json()).at("missing") == 1);
}

TEST_CASE("a script plays once and in order, then the rates decide", "[sandbox]")
{
    loa::sandbox_params params;
    params.rates.unavailable = 1;
    loa::sandbox_script script{params};
    script.add(R"({"next":["html","accepted"],"accounts":{"an":"rejected"}})");
    CHECK(script.next_post() == loa::post_fate::html);
    CHECK(script.next_post() == loa::post_fate::accepted);
    CHECK(script.next_post() == loa::post_fate::unavailable);
    CHECK(script.of_account("an") == loa::account_fate::rejected);
    CHECK(script.of_account("binh") == loa::account_fate::accepted);
    for (const auto* wrong :
         {"", "[]", R"({"next":"html"})", R"({"next":["nonsense"]})", R"({"accounts":{"an":"html"}})"}) {
        INFO(wrong);
        CHECK_THROWS_AS(script.add(wrong), std::invalid_argument);
    }
}

TEST_CASE("rates come out as asked, and the same accounts are rejected each time", "[sandbox]")
{
    loa::sandbox_params params;
    params.rates.rejected = 0.1;
    params.rates.transient = 0.2;
    params.rates.reset_present = 0.05;
    loa::sandbox_script script{params};
    int rejected = 0, transient = 0, resets = 0;
    for (int i = 0; i != 10'000; ++i) {
        const auto account = std::to_string(i);
        const auto fate = script.of_account(account);
        rejected += fate == loa::account_fate::rejected;
        transient += fate == loa::account_fate::transient;
        resets += script.next_post() == loa::post_fate::reset_present;
        CHECK(
            (script.of_account(account) == loa::account_fate::rejected) ==
            (fate == loa::account_fate::rejected)
        );
    }
    CHECK(rejected > 900);
    CHECK(rejected < 1'100);
    CHECK(transient > 1'600);
    CHECK(transient < 2'000);
    CHECK(resets > 420);
    CHECK(resets < 580);
}
