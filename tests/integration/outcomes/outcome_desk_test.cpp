#include "gateway/ledger/purge.hpp"
#include "tests/integration/outcomes/sent_city.hpp"

#include <array>
#include <functional>
#include <set>
#include <thread>

using namespace loa;
using namespace loa::testing;
using enum delivery_state;

namespace {

const unit_outcome& at(const unit_outcomes& where, const std::string& unit)
{
    const auto found = std::ranges::find(where.items, unit, &unit_outcome::unit);
    REQUIRE(found != where.items.end());
    return *found;
}

/// Destinations, reached, waiting, missed.
using four = std::array<std::uint64_t, 4>;
four figures(const unit_outcome& of)
{
    return {of.destinations, of.reached, of.waiting, of.missed};
}

std::vector<std::string> names(const unit_outcomes& of)
{
    std::vector<std::string> out;
    for (const auto& each : of.items) out.push_back(each.unit);
    return out;
}

std::set<std::string> references(const std::vector<missed_line>& of)
{
    std::set<std::string> out;
    for (const auto& each : of) out.insert(each.reference);
    return out;
}

using words = std::vector<std::string>;
using names_of = std::set<std::string>;

struct with_outcomes : sent_city {
    with_outcomes()
    {
        tell(
            {{"sp", {accepted, ""}},
             {"ta", {delivered, ""}},
             {"tb", {rejected, "mailbox full"}},
             {"tc", {dead, "HTTP 503"}}}
        );
    }

    unit_outcomes units(const unit_question& which = {})
    {
        return desk->outcomes().units(id, "email", which);
    }
    std::vector<missed_line> missed(const missed_filter& which)
    {
        return desk->outcomes().missed(id, "email", which, {}, 100);
    }

    const broadcast_id id = sending(everybody_at("so"));
};

}  // namespace

TEST_CASE_METHOD(with_outcomes, "it is seen at which school a bulletin did not arrive", "[outcomes]")
{
    const auto top = units();
    CHECK(names(top) == words{"so"});
    CHECK(figures(at(top, "so")) == four{6, 3, 0, 3});
    CHECK(at(top, "so").no_address == 1);
    CHECK(at(top, "so").children == 4);

    // An, Dũng, and Bình as a mother; Bình, Chi, Dũng and Giang, who shares An's mailbox.
    const auto below = units({.parent = "so"});
    CHECK(names(below) == words{"cum-1", "cum-2", "phuong-1", "phuong-2"});
    CHECK(figures(at(below, "cum-1")) == four{3, 1, 0, 2});
    CHECK(figures(at(below, "cum-2")) == four{4, 1, 0, 3});
    CHECK(figures(at(below, "phuong-1")) == four{4, 2, 0, 2});
    CHECK(figures(at(below, "phuong-2")) == four{1, 0, 0, 1});

    const auto schools = units({.kind = "school"});
    CHECK(names(schools) == words{"truong-c", "truong-a", "truong-b"});  // nobody; one of two; one of two
    CHECK(units({.parent = "cum-1", .kind = "school"}).items.size() == 1);
    CHECK(names(units({.kind = "school", .skip = 1, .most = 1})) == words{"truong-a"});
    CHECK_FALSE(units({.kind = "school", .skip = 1, .most = 1}).is_last);
    CHECK_THROWS_AS(units({.parent = "nowhere"}), desk_refusal);
}

TEST_CASE_METHOD(
    sent_city, "who is a mother elsewhere counts only where the bulletin means her", "[outcomes]"
)
{
    const auto id = sending({{{"so", {role::teacher}, {}}}, {}});
    const auto found = desk->outcomes().units(id, "email", {.kind = "school"});
    for (const auto& each : found.items) CHECK(figures(each) == four{1, 0, 1, 0});
    CHECK(found.items.size() == 3);
    CHECK(desk->outcomes().missed(id, "email", {.unit = "truong-a"}, {}, 10).size() == 1);
}

TEST_CASE_METHOD(
    sent_city, "the highest units of an audience are those it names, one below another not", "[outcomes]"
)
{
    const auto id = sending(
        {{{"truong-b", {role::teacher}, {}}, {"cum-2", {role::parent}, {}}, {"cum-1", {role::parent}, {}}},
         {}}
    );
    CHECK(names(desk->outcomes().units(id, "email", {})) == words{"cum-1", "cum-2"});
}

TEST_CASE_METHOD(with_outcomes, "counts follow what is sent again", "[outcomes]")
{
    CHECK(figures(units().items.front()) == four{6, 3, 0, 3});
    CHECK(desk->ledger().retry(id, "email") == 2);
    std::this_thread::sleep_for(200ms);  // kept for twenty times as long as counting took
    CHECK(figures(units().items.front()) == four{6, 3, 2, 1});
}

TEST_CASE_METHOD(sent_city, "on a channel that sends to units these are counted", "[outcomes]")
{
    const auto id = sending(everybody_at("cum-2"), contact::unit);
    const auto found = desk->outcomes().units(id, "enetviet", {});
    REQUIRE(found.items.size() == 1);
    CHECK(found.items.front().unit == "cum-2");
    CHECK(found.items.front().destinations == 3);  // staff, teachers, parents
    CHECK(found.items.front().waiting == 3);
    const auto waiting = desk->outcomes().missed(id, "enetviet", {.text = "cum-2"}, {}, 10);
    REQUIRE(waiting.size() == 3);
    CHECK(waiting.front().reference == "cum-2");
    CHECK(waiting.front().name == "Cụm chuyên môn số 2");
}

TEST_CASE_METHOD(
    sent_city, "who has moved elsewhere since counts nowhere, and it is said how many", "[outcomes]"
)
{
    const auto id = sending(everybody_at("cum-2"));
    CHECK(desk->outcomes().units(id, "email", {}).elsewhere == 0);
    import_as_file(
        "moved.csv",
        "ref,name,role,unit,account,email\ntc,Chi,teacher,truong-a,,chi@hcm.edu.vn\n",
        import_people
    );
    const auto found = desk->outcomes().units(id, "email", {});
    CHECK(found.elsewhere == 1);
    CHECK(found.items.front().destinations == 3);
    const auto line = desk->outcomes().missed(id, "email", {.text = "tc"}, {}, 10);
    REQUIRE(line.size() == 1);
    CHECK(line.front().unit == "truong-a");
}

TEST_CASE_METHOD(with_outcomes, "who was missed is found by school, reference and mailbox", "[outcomes]")
{
    CHECK(references(missed({})) == names_of{"tb", "tc", "pa"});
    CHECK(references(missed({.text = "trung vuong"})) == names_of{"tc"});
    CHECK(references(missed({.text = "truong-b"})) == names_of{"tb", "pa"});
    CHECK(references(missed({.text = "tc"})) == names_of{"tc"});
    CHECK(references(missed({.text = "binh@HCM.edu.vn"})) == names_of{"tb"});
    CHECK(references(missed({.text = "0900000005"})) == names_of{"pa"});
    CHECK(missed({.text = "an@hcm.edu.vn"}).empty());  // reached
    CHECK(missed({.text = "không có trường này"}).empty());

    CHECK(references(missed({.unit = "cum-1"})) == names_of{"tb", "pa"});
    CHECK(references(missed({.states = {dead, rejected}})) == names_of{"tb", "tc"});
    CHECK(references(missed({.cause = "HTTP 503"})) == names_of{"tc"});
    CHECK(missed({.cause = "HTTP 50"}).empty());
    CHECK(
        references(missed({.text = "truong-b", .unit = "cum-1", .states = {rejected}, .cause = "mailbox full"}
        )) == names_of{"tb"}
    );
    CHECK_THROWS_AS(missed({.unit = "nowhere"}), desk_refusal);

    const auto line = missed({.text = "tb"}).front();
    CHECK(line.address == "b***@hcm.edu.vn");
    CHECK(line.unit == "truong-b");
    CHECK(line.unit_name == "Trường TH - THCS Nguyễn Bỉnh Khiêm");
    CHECK(line.role == "teacher");
}

TEST_CASE_METHOD(with_outcomes, "a list of the missed goes on where it ended", "[outcomes]")
{
    std::vector<std::string> found;
    std::optional<missed_place> after;
    for (;;) {
        const auto page = desk->outcomes().missed(id, "email", {}, after, 1);
        if (page.empty())
            break;
        found.push_back(page.front().reference);
        after = page.front().at;
    }
    CHECK(found.size() == 3);
    CHECK(std::set<std::string>{found.begin(), found.end()} == names_of{"tb", "tc", "pa"});
}

TEST_CASE_METHOD(with_outcomes, "what is in trouble is told by cause, and sent again by cause", "[outcomes]")
{
    const auto since = now() - 1h;
    auto found = desk->outcomes().troubles({.since = since}, {}, 10);
    REQUIRE(found.items.size() == 2);
    CHECK(found.items[0].cause == "mailbox full");
    CHECK(found.items[0].state == rejected);
    CHECK(found.items[0].deliveries == 1);
    CHECK(found.items[1].cause == "HTTP 503");
    CHECK(found.items[1].state == dead);
    CHECK(found.items[1].title == "Thông báo nghỉ học");

    const auto first = desk->outcomes().troubles({.since = since}, {}, 1);
    REQUIRE(first.next.has_value());
    CHECK(desk->outcomes().troubles({.since = since}, first.next, 1).items.front().cause == "HTTP 503");
    CHECK(desk->outcomes().troubles({.since = now() + 1h}, {}, 10).items.empty());
    CHECK(desk->outcomes().troubles({.only = id}, {}, 10).items.size() == 2);
    CHECK(desk->outcomes().troubles({.only = id + 1}, {}, 10).items.empty());

    CHECK(desk->ledger().retry(id, "email", "HTTP 404") == 0);
    CHECK(desk->ledger().retry(id, "email", "HTTP 503") == 1);
    CHECK(references(missed({.states = {queued}})) == names_of{"tc"});
    CHECK(references(missed({.states = {rejected}})) == names_of{"tb"});
    std::this_thread::sleep_for(200ms);
    found = desk->outcomes().troubles({.since = since}, {}, 10);
    REQUIRE(found.items.size() == 1);
    CHECK(found.items[0].cause == "mailbox full");
}

TEST_CASE_METHOD(
    sent_city, "all versions of one bulletin are listed together, with what they are about", "[outcomes]"
)
{
    auto what = notice(everybody_at("so"));
    what.content_area = 4;
    REQUIRE(run(loop, ledger->take_in(what, {"email"})).has_value());
    what.version = 2;
    REQUIRE(run(loop, ledger->take_in(what, {"email"})).has_value());
    what.id = "khac";
    REQUIRE(run(loop, ledger->take_in(what, {"email"})).has_value());
    broadcast_filter which;
    which.source = "portal";
    which.bulletin = "lich-nghi";
    const auto found = desk->ledger().broadcasts(which, 10);
    REQUIRE(found.items.size() == 2);
    CHECK(found.items[0].version == 2);
    CHECK(found.items[0].content_area == 4);
    CHECK(found.items[0].category == "cchc");
    which.source = "editor";
    CHECK(desk->ledger().broadcasts(which, 10).items.empty());
}

TEST_CASE_METHOD(
    with_outcomes,
    "after the purge nobody is told that no one was missed, nor that no school was meant",
    "[outcomes]"
)
{
    REQUIRE(run(loop, ledger->finish())->size() == 1);
    REQUIRE(missed({}).size() == 3);
    retention_params keep;
    keep.deliveries = -1h;
    REQUIRE(purge(params(), keep, purge_mode::take_away, {0, "cli:root", {}, "cli"}).broadcasts == 1);
    const std::vector<std::function<void()>> questions{
        [&] { units(); },
        [&] { missed({}); },
        [&] { desk->ledger().missed(id, "email", [](const auto&) {}); },
        [&] { desk->ledger().delivery(id, number("tb")); }};
    for (const auto& ask : questions) {
        try {
            ask();
            FAIL("there was an answer");
        } catch (const desk_refusal& e) {
            CHECK(e.code() == "deliveries_purged");
        }
    }
    CHECK(desk->ledger().status(id)->channels.at(0).counts[rejected] == 1);
}
