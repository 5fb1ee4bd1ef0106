#include "tests/integration/pipeline/intake_desk.hpp"
#include "tests/support/file.hpp"

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

std::string sample_with(const std::string& from, const std::string& to)
{
    auto text = read_source("tests/data/bulletins/01-plan.json");
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string for_all = R"("version": 1, "audience": {"include": [{"unit": "all"}]})";

}  // namespace

TEST_CASE_METHOD(desk, "a publisher cannot pass for the editors of Loa and replace what they submitted", "[intake]")
{
    box.next.push_back({"1-0", sample_with("\"source\": \"portal\"", "\"source\": \"editor\"")});
    take_all();
    CHECK(box.acknowledged.empty());
    REQUIRE(box.rejected.size() == 1);
    CHECK(box.rejected[0].second.at(0).code == "reserved");
}

TEST_CASE("a bulletin is acknowledged once it is stored, and the same one again is only acknowledged", "[intake]")
{
    desk d;
    d.box.next = {{"1-0", sample_with("\"version\": 1", for_all)}, {"2-0", sample_with("\"version\": 1", for_all)}};
    d.take_all();
    CHECK(d.box.acknowledged == std::vector<std::string>{"1-0", "2-0"});
    CHECK(d.box.rejected.empty());
    CHECK(make_ledger_desk(d.store)->broadcasts(10).size() == 1);
    CHECK(d.woken >= 1);
}

TEST_CASE("what cannot be sent is moved away with every reason, and the next one is taken", "[intake]")
{
    desk d;
    d.email.refusal = {{"body_html", "host_not_allowed", "links to evil.example"}};
    d.box.next = {
        {"1-0", "not json"},
        {"2-0", ""},
        {"3-0", sample_with("\"version\": 1", R"("version": 1, "channels": ["fax"], "audience": {"include": [{"unit": "moon"}]})")},
        {"4-0", sample_with("\"version\": 1", for_all)},
    };
    d.take_all();
    CHECK(d.box.acknowledged.empty());
    REQUIRE(d.box.rejected.size() == 4);
    CHECK(d.box.rejected[0].second[0].code == "not_json");
    CHECK(d.box.rejected[1].second[0].code == "not_json");
    CHECK(d.box.rejected[2].second[0].code == "unknown_channel");
    CHECK(d.box.rejected[2].second[1].code == "unknown_unit");
    CHECK(d.box.rejected[3].second[0].code == "host_not_allowed");
    CHECK(make_ledger_desk(d.store)->broadcasts(10).empty());
}

TEST_CASE("a correction of what waits replaces it, of what was sent it is held", "[intake]")
{
    desk d;
    const std::string second = R"("version": 2, "audience": {"include": [{"unit": "all"}]})";
    d.box.next = {{"1-0", sample_with("\"version\": 1", for_all)}, {"2-0", sample_with("\"version\": 1", second)}};
    d.take_all();
    auto listed = make_ledger_desk(d.store)->broadcasts(10);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].state == broadcast_state::waiting);
    CHECK(listed[1].state == broadcast_state::replaced);
}
