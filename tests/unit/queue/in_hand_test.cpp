#include "queue/in_hand.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

namespace {

std::vector<loa::inbox_entry> entries(const std::vector<std::string>& ids)
{
    std::vector<loa::inbox_entry> out;
    for (const auto& each : ids) out.push_back({each, ""});
    return out;
}

}  // namespace

TEST_CASE("an entry is handed out once until it is given back", "[in_hand]")
{
    loa::in_hand hand;
    CHECK(hand.fresh(entries({"1", "2", "2"})).size() == 2);
    CHECK(hand.fresh(entries({"1", "2", "3"})).size() == 1);
    hand.give_back("2");
    const auto again = hand.fresh(entries({"1", "2", "3"}));
    REQUIRE(again.size() == 1);
    CHECK(again[0].id == "2");
}

TEST_CASE(
    "an entry acknowledged while an older list of pending ones is on its way does not come twice", "[in_hand]"
)
{
    loa::in_hand hand;
    hand.fresh(entries({"1"}));
    hand.begin_read();
    hand.let_go("1");
    CHECK(hand.fresh(entries({"1"})).empty());
    // Afterwards the id is free: another Redis may use it for something else.
    CHECK(hand.fresh(entries({"1"})).size() == 1);
}

TEST_CASE("a list that never arrived keeps nothing in mind for ever", "[in_hand]")
{
    loa::in_hand hand;
    hand.fresh(entries({"1"}));
    hand.begin_read();
    hand.let_go("1");
    hand.begin_read();
    CHECK(hand.fresh(entries({"1"})).size() == 1);
}
