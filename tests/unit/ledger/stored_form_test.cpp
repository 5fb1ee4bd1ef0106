#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/lane_totals.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"

#include <array>
#include <random>

using namespace loa;
using namespace loa::testing;

TEST_CASE("causes are read back as they were written, and damaged ones are noticed", "[stored]")
{
    const cause_numbers some{{0, 1}, {1, 1}, {500, 1'001}, {999, 2}};
    CHECK(decode_causes(encode_causes(some)) == some);
    CHECK(encode_causes(some).size() == 11);
    CHECK(decode_causes({}) == cause_numbers{});
    CHECK_FALSE(decode_causes(bytes{1}));
    CHECK_FALSE(decode_causes(bytes{0, 0xff, 0xff, 0x7f}));

    std::mt19937 draw{3};
    for (int round = 0; round != 2'000; ++round) {
        bytes any(draw() % 20);
        for (auto& byte : any) byte = static_cast<std::uint8_t>(draw());
        (void)decode_causes(any);
        (void)decode_totals(any);
    }
}

TEST_CASE("the totals of a broadcast that is over are kept whole", "[stored]")
{
    lane_totals some;
    some.counts[delivery_state::accepted] = 2'548'000;
    some.counts[delivery_state::dead] = 1;
    some.counts.retried = 77;
    some.causes = {{1, 300}, {1'001, 2}};
    const auto back = decode_totals(encode_totals(some));
    REQUIRE(back);
    CHECK(back->counts.by_state == some.counts.by_state);
    CHECK(back->counts.retried == 77);
    CHECK(back->causes == some.causes);
    CHECK_FALSE(decode_totals(bytes{1, 2, 3}));
}

namespace {

constexpr std::array<const char*, 1> first_shape{"CREATE TABLE thing (x INTEGER NOT NULL)"};
constexpr std::array<const char*, 2> second_shape{
    first_shape[0], "ALTER TABLE thing ADD COLUMN y INTEGER NOT NULL DEFAULT 5; UPDATE thing SET y = x + 1"};
constexpr std::array<const char*, 2> broken_shape{
    first_shape[0], "UPDATE thing SET x = 9; UPDATE no_such_table SET y = 1"};
const store_schema old_program{"diary", 42, first_shape};
const store_schema new_program{"diary", 42, second_shape};
const store_schema broken_program{"diary", 42, broken_shape};

std::int64_t one(database& where, const char* sql)
{
    statement row{where, sql};
    return row.step() ? row.integer(0) : -1;
}

}  // namespace

TEST_CASE("a file made by an older program is brought up to date and keeps what it holds", "[stored]")
{
    const temp_folder folder;
    const auto file = folder / "diary.db";
    database{file, old_program, store_access::create}.execute("INSERT INTO thing (x) VALUES (7)");
    CHECK(contains(complaint([&] { database{file, new_program, store_access::existing}; }), "older Loa"));
    {
        database now{file, new_program, store_access::create};
        CHECK(one(now, "SELECT y FROM thing") == 8);
        CHECK(one(now, "SELECT max(version) FROM schema_version") == 2);
    }
    CHECK(contains(complaint([&] { database{file, old_program, store_access::create}; }), "newer Loa"));
    CHECK_NOTHROW(database{file, new_program, store_access::existing});
}

TEST_CASE("a step to a new schema that fails leaves the file as it was", "[stored]")
{
    const temp_folder folder;
    const auto file = folder / "diary.db";
    database{file, old_program, store_access::create}.execute("INSERT INTO thing (x) VALUES (7)");
    CHECK_FALSE(complaint([&] { database{file, broken_program, store_access::create}; }).empty());
    database now{file, old_program, store_access::existing};
    CHECK(one(now, "SELECT x FROM thing") == 7);
    CHECK(one(now, "SELECT max(version) FROM schema_version") == 1);
}
