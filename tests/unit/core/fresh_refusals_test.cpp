#include "gateway/core/fresh_refusals.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace loa;

namespace {

const std::vector<std::string_view> both{"an@hcm.edu.vn", "binh@hcm.edu.vn"};

}  // namespace

TEST_CASE("one who refuses again and again pushes nobody else out", "[refusals]")
{
    fresh_refusals all;
    const auto before = all.mark();
    all.add(contact::mailbox, "an@hcm.edu.vn");
    for (std::size_t i = 0; i != 2 * fresh_refusals::kept; ++i)
        all.repeat(contact::mailbox, "binh@hcm.edu.vn");
    const std::vector<std::string_view> asked{"an@hcm.edu.vn", "binh@hcm.edu.vn", "chi@hcm.edu.vn"};
    const auto found = all.since(before, contact::mailbox, asked);
    REQUIRE(found);
    CHECK(*found == std::vector{true, true, false});
}

TEST_CASE("who refused after the ledger was asked is known to who sends", "[fresh_refusals]")
{
    fresh_refusals list;
    list.add(contact::mailbox, "an@hcm.edu.vn");
    const auto mark = list.mark();
    CHECK(*list.since(mark, contact::mailbox, both) == std::vector{false, false});

    list.add(contact::mailbox, "binh@hcm.edu.vn");
    CHECK(list.mark() != mark);
    CHECK(*list.since(mark, contact::mailbox, both) == std::vector{false, true});
    CHECK(*list.since(mark, contact::account, both) == std::vector{false, false});
}

TEST_CASE("who takes the refusal back gets mail again", "[fresh_refusals]")
{
    fresh_refusals list;
    list.add(contact::mailbox, "an@hcm.edu.vn");
    list.lift(contact::mailbox, "an@hcm.edu.vn");
    CHECK(*list.since(0, contact::mailbox, both) == std::vector{false, false});
    list.add(contact::mailbox, "an@hcm.edu.vn");
    CHECK(*list.since(0, contact::mailbox, both) == std::vector{true, false});
}

TEST_CASE(
    "when more people refuse at once than are remembered, who sends is told to ask the ledger",
    "[fresh_refusals]"
)
{
    fresh_refusals list;
    list.add(contact::mailbox, "an@hcm.edu.vn");
    for (std::size_t i = 1; i != fresh_refusals::kept; ++i) list.add(contact::mailbox, std::to_string(i));
    CHECK(list.since(0, contact::mailbox, both)->front());
    list.add(contact::mailbox, "binh@hcm.edu.vn");
    CHECK_FALSE(list.since(0, contact::mailbox, both));
    CHECK(*list.since(1, contact::mailbox, both) == std::vector{false, true});
}
