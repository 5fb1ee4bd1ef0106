#include "gateway/core/number_set.hpp"

#include "tests/support/catch.hpp"

#include <random>
#include <set>

using namespace loa;

TEST_CASE("a set of numbers behaves like a set", "[number_set]")
{
    std::mt19937 draw{1};
    std::set<std::uint32_t> a, b;
    number_set x, y;
    for (int i = 0; i != 2'000; ++i) {
        const auto n = static_cast<std::uint32_t>(draw() % 5'000), m = static_cast<std::uint32_t>(draw() % 9'000);
        a.insert(n), x.insert(n);
        b.insert(m), y.insert(m);
    }
    const auto members = [](const number_set& s) {
        std::vector<std::uint32_t> out;
        s.for_each([&](std::uint32_t n) { out.push_back(n); });
        return out;
    };
    CHECK(members(x) == std::vector(a.begin(), a.end()));
    CHECK(x.size() == a.size());
    CHECK(x.contains(*a.begin()));
    CHECK_FALSE(x.contains(1'000'000));

    auto both = x, rest = x, all = x;
    both &= y;
    rest -= y;
    all |= y;
    for (std::uint32_t n = 0; n != 9'100; ++n) {
        CHECK(both.contains(n) == (a.contains(n) && b.contains(n)));
        CHECK(rest.contains(n) == (a.contains(n) && !b.contains(n)));
        CHECK(all.contains(n) == (a.contains(n) || b.contains(n)));
    }
    both |= rest;
    CHECK(both == x);
}

TEST_CASE("members survive being stored, and a row of them is a few bytes", "[number_set]")
{
    std::vector<std::uint32_t> row(1'000);
    for (std::uint32_t i = 0; i != row.size(); ++i)
        row[i] = 2'000'000 + i;
    CHECK(encode_members(row).size() <= 6);
    CHECK(decode_members(encode_members(row)) == row);

    const std::vector<std::uint32_t> scattered{0, 2, 3, 4'000, 4'294'967'294, 4'294'967'295};
    CHECK(decode_members(encode_members(scattered)) == scattered);
    CHECK(decode_members({}) == std::vector<std::uint32_t>{});
}

TEST_CASE("damaged members and marks are noticed, and cost no memory", "[number_set]")
{
    CHECK_FALSE(decode_members(bytes{0x01}));
    CHECK_FALSE(decode_members(bytes{0x00, 0x00}));
    CHECK_FALSE(decode_members(bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x01}));
    CHECK_FALSE(decode_members(bytes{0x00, 0xff, 0xff, 0xff, 0xff, 0x0f}));
    CHECK_FALSE(decode_marks({}, 0));
    CHECK_FALSE(decode_marks(bytes{0, 4}, 2));
    CHECK_FALSE(decode_marks(bytes{1, 3, 4}, 2));
    CHECK_FALSE(decode_marks(bytes{1, 2}, 2));
    CHECK_FALSE(decode_marks(bytes{0, 0x0f}, 1));  // no such state
    CHECK_FALSE(decode_marks(bytes{9, 4}, 1));
}

TEST_CASE("marks are stored in the shorter of two forms", "[number_set]")
{
    std::vector<delivery_mark> same(1'000, {delivery_state::accepted, 1});
    CHECK(encode_marks(same).size() == 4);
    CHECK(decode_marks(encode_marks(same), 1'000) == same);

    std::vector<delivery_mark> mixed;
    for (unsigned i = 0; i != 1'000; ++i)
        mixed.emplace_back(static_cast<delivery_state>(i * 7 % delivery_state_count), i % 16);
    CHECK(encode_marks(mixed).size() == 1'001);
    CHECK(decode_marks(encode_marks(mixed), 1'000) == mixed);
    CHECK(decode_marks(encode_marks({}), 0) == std::vector<delivery_mark>{});
}
