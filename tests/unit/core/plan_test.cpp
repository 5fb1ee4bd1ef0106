#include "gateway/core/plan.hpp"

#include "tests/support/catch.hpp"

#include <openssl/sha.h>

using namespace loa;

TEST_CASE("an audience is cut into batches of ascending numbers and signed as a whole", "[plan]")
{
    audience_members who;
    std::vector<std::uint32_t> numbers;
    std::string raw;
    for (std::uint32_t n = 5; n != 5 + 2'500 * 3; n += 3) {
        who.numbers.insert(n);
        numbers.push_back(n);
        for (unsigned shift = 0; shift != 32; shift += 8)
            raw += static_cast<char>(n >> shift);
    }
    who.without_address.insert(5);
    who.covered.insert(8);

    const auto plan = cut_into_batches(who, "email", contact::mailbox);
    REQUIRE(plan.batches.size() == 3);
    CHECK(plan.destinations == 2'500);
    std::vector<std::uint32_t> back;
    for (const auto& batch : plan.batches) {
        const auto members = decode_members(batch.members);
        REQUIRE(members.has_value());
        CHECK(members->size() == batch.count);
        back.insert(back.end(), members->begin(), members->end());
    }
    CHECK(back == numbers);

    const auto marks = decode_marks(plan.batches[0].marks, 1'000);
    REQUIRE(marks.has_value());
    CHECK((*marks)[0].state() == delivery_state::no_address);
    CHECK((*marks)[1].state() == delivery_state::covered);
    CHECK((*marks)[2].state() == delivery_state::queued);
    CHECK(plan.batches[0].open == 998);
    CHECK(plan.batches[2].open == 500);

    std::array<std::uint8_t, 32> expected{};
    SHA256(reinterpret_cast<const unsigned char*>(raw.data()), raw.size(), expected.data());
    CHECK(plan.sha256 == expected);
}

TEST_CASE("nobody is a plan too", "[plan]")
{
    const auto plan = cut_into_batches({}, "email", contact::mailbox);
    CHECK(plan.batches.empty());
    CHECK(plan.destinations == 0);
}

TEST_CASE("a canary is spread over the whole audience, with the seeds that are in it", "[plan]")
{
    audience_members who;
    for (std::uint32_t n = 1; n <= 20'000; ++n) who.numbers.insert(n);
    for (std::uint32_t n = 1; n <= 1'000; ++n) who.without_address.insert(n);
    canary_params how;
    number_set seeds;
    seeds.insert(7);       // has no address
    seeds.insert(12'345);  // is in it
    seeds.insert(99'999);  // is not
    const auto first = pick_canary(who, how, seeds);
    CHECK(first.size() >= 190);
    CHECK(first.size() <= 192);
    CHECK(first.contains(12'345));
    CHECK_FALSE(first.contains(7));
    CHECK_FALSE(first.contains(99'999));
    std::uint32_t before = 1'000, widest = 0;
    first.for_each([&](std::uint32_t no) {
        widest = std::max(widest, no - before);
        before = no;
    });
    CHECK(widest <= 100);
    CHECK(before > 19'900);

    number_set tomorrow;
    tomorrow.insert(20'000);
    const auto plan = cut_into_batches(who, "email", contact::mailbox, tomorrow, first);
    CHECK(plan.destinations == 20'000);
    CHECK_FALSE(plan.batches[0].waits_for_canary);
    CHECK(plan.batches[0].count >= 190);
    for (std::size_t i = 1; i != plan.batches.size(); ++i) CHECK(plan.batches[i].waits_for_canary);
    CHECK(plan.batches.back().tomorrow);
    CHECK(plan.sha256 == cut_into_batches(who, "email", contact::mailbox).sha256);
}

TEST_CASE("an audience too small to be judged by a part of it has no canary", "[plan]")
{
    audience_members who;
    for (std::uint32_t n = 1; n <= 99; ++n) who.numbers.insert(n);
    CHECK(pick_canary(who, {}, {}).empty());
    who.numbers.insert(100);
    CHECK(pick_canary(who, {}, {}).size() == 50);
}
