#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/sqlite_directory.hpp"
#include "tests/integration/drafts/small_city.hpp"
#include "tests/support/run.hpp"

#include <algorithm>

using namespace loa;
using namespace loa::testing;

namespace {

audience of(std::vector<audience_term> include, std::vector<audience_term> exclude = {})
{
    return {std::move(include), std::move(exclude)};
}

std::uint64_t share(const audience_count& count, const std::string& unit)
{
    const auto at = std::ranges::find(count.by_unit, unit, &unit_share::unit);
    return at == count.by_unit.end() ? 0 : at->reachable;
}

std::vector<std::string> references(const std::vector<unit_entry>& units)
{
    std::vector<std::string> out;
    for (const auto& each : units) out.push_back(each.reference);
    return out;
}

using words = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(small_city, "an audience is counted as planning would freeze it", "[directory_desk]")
{
    const auto everybody = std::vector{role::staff, role::teacher, role::parent};
    const auto who = GENERATE_COPY(values<audience>({
        of({{"so", everybody, {}}}),
        of({{"so", {role::parent}, {}}}),
        of({{"cum-2", {role::teacher, role::parent}, {}}}),
        of({{"phuong-1", everybody, {school_level::thcs}}}),
        of({{"truong-b", {role::teacher}, {}}, {"truong-a", {role::parent}, {}}}),
        of({{"so", everybody, {}}}, {{"cum-2", {}, {}}}),
        of({{"so", everybody, {}}}, {{"so", {role::teacher}, {school_level::thpt}}}),
        of({{"lop-b1", everybody, {school_level::thcs}}}),
        of({{"nowhere", everybody, {}}}),
    }));
    const auto by = GENERATE(contact::account, contact::mailbox, contact::unit);
    auto planned_from = make_sqlite_directory(loop, params(), log);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto planned = run(loop, planned_from->members(who, by, now));
    REQUIRE(planned.has_value());

    const auto count = desk->directory().count(who, by);
    CHECK(count.destinations == planned->numbers.size());
    CHECK(count.without_address == planned->without_address.size());
    CHECK(count.covered == planned->covered.size());
    CHECK(count.reachable == count.destinations - count.without_address - count.covered);
}

TEST_CASE_METHOD(
    small_city, "an audience is split among the units right below the ones it names", "[directory_desk]"
)
{
    const auto count = desk->directory().count(
        of({{"so", {role::staff, role::teacher, role::parent}, {}}}), contact::account
    );
    CHECK(count.reachable == 4);
    CHECK(share(count, "so") == 1);
    CHECK(share(count, "cum-1") == 3);  // An, Dũng, and Bình as a parent
    CHECK(share(count, "cum-2") == 2);  // Bình and Dũng; Giang has An's account
    CHECK(share(count, "phuong-1") == 3);
    CHECK(share(count, "phuong-2") == 0);
}

TEST_CASE_METHOD(
    small_city,
    "a unit is found by part of its name, whatever the case and the diacritics",
    "[directory_desk]"
)
{
    auto& directory = desk->directory();
    CHECK(references(directory.search_units("duoc song", 10)) == words{"truong-a"});
    CHECK(references(directory.search_units("ĐA KAO", 10)) == words{"phuong-2"});
    CHECK(references(directory.search_units("Nguyễn  Bỉnh", 10)) == words{"truong-b"});
    CHECK(references(directory.search_units("cum-", 10)) == words{"cum-1", "cum-2"});
    CHECK(references(directory.search_units("cum chuyen mon", 1)) == words{"cum-1"});
    CHECK(directory.search_units("không có", 10).empty());
    CHECK(directory.search_units("", 10).empty());
}

TEST_CASE_METHOD(
    small_city, "the organisation can be walked from the top, with who is where", "[directory_desk]"
)
{
    auto& directory = desk->directory();
    CHECK(references(directory.units_below("")) == words{"so"});
    CHECK(references(directory.units_below("so")) == words{"cum-1", "cum-2", "phuong-1", "phuong-2"});
    CHECK(directory.units_below("nowhere").empty());
    const auto school = directory.unit("truong-b").value();
    CHECK(school.name == "Trường TH - THCS Nguyễn Bỉnh Khiêm");
    CHECK(school.kind == "school");
    CHECK(school.levels == std::vector{school_level::th, school_level::thcs});
    CHECK(school.children == 1);
    CHECK(school.people == std::array<std::uint64_t, 3>{0, 1, 2});
    CHECK_FALSE(directory.unit("nowhere").has_value());
}

TEST_CASE_METHOD(
    small_city,
    "a person is found by reference, account or mailbox, and shown without either",
    "[directory_desk]"
)
{
    auto& directory = desk->directory();
    const auto by_reference = directory.search_people("tb", 10);
    REQUIRE(by_reference.size() == 1);
    CHECK(by_reference[0].account == "090****003");
    CHECK(by_reference[0].mailbox == "b***@hcm.edu.vn");
    CHECK(by_reference[0].places.size() == 2);
    CHECK(directory.search_people("0900000005", 10).at(0).reference == "pa");
    CHECK(directory.search_people("an@HCM.edu.vn", 10).size() == 2);
    CHECK(directory.search_people("an@HCM.edu.vn", 1).size() == 1);
    CHECK(directory.search_people("an@hcm", 10).empty());
    CHECK(directory.address(by_reference[0].no, contact::mailbox) == "binh@hcm.edu.vn");
    CHECK(directory.address(4'000'000, contact::mailbox).empty());
}

TEST_CASE_METHOD(
    small_city, "a preview is offered for somebody, and for the longest name", "[directory_desk]"
)
{
    const auto teachers = of({{"so", {role::teacher}, {}}});
    const auto some = desk->directory().samples(teachers, contact::mailbox);
    REQUIRE(some.size() == 2);
    CHECK(some.back().name == "Công Tằng Tôn Nữ Bảo Bình");
    CHECK(desk->directory().samples(of({{"phuong-2", {role::parent}, {}}}), contact::mailbox).empty());
    const auto units = desk->directory().samples(teachers, contact::unit);
    REQUIRE(units.size() == 2);
    CHECK(desk->directory().address(units[0].no, contact::unit) == "so|department|teacher");
}

TEST_CASE_METHOD(small_city, "the next count knows what was imported meanwhile", "[directory_desk]")
{
    const auto parents = of({{"truong-c", {role::parent}, {}}});
    const auto other = open_desk(params());
    CHECK(desk->directory().count(parents, contact::account).reachable == 0);
    CHECK(other->directory().count(parents, contact::account).reachable == 0);
    import_as_file(
        "more.csv", "ref,name,role,unit,account,email\npc,Hoa,parent,truong-c,0900000009,\n", import_people
    );
    CHECK(desk->directory().count(parents, contact::account).reachable == 1);
    CHECK(other->directory().count(parents, contact::account).reachable == 1);
    import_as_file(
        "units2.csv", "ref,name,kind,levels,parents\ntruong-d,Trường Mới,school,,phuong-2\n", import_units
    );
    CHECK(references(desk->directory().search_units("truong moi", 10)) == words{"truong-d"});
}

TEST_CASE_METHOD(small_city, "refusals are listed newest first, and can be taken back", "[directory_desk]")
{
    auto& directory = desk->directory();
    CHECK(directory.suppress(contact::mailbox, "an@hcm.edu.vn", "asked on the phone"));
    CHECK_FALSE(directory.suppress(contact::mailbox, "an@hcm.edu.vn", "again"));
    CHECK(directory.suppress(contact::account, "0900000005", "moved away"));
    const auto all = directory.suppressions("", std::nullopt, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].address == "0900000005");
    CHECK(all[1].cause == "asked on the phone");
    CHECK(directory.suppressions("", all[0].id, 10).size() == 1);
    CHECK(directory.suppressions("@hcm", std::nullopt, 10).size() == 1);
    CHECK(directory.lift(contact::mailbox, "an@hcm.edu.vn"));
    CHECK_FALSE(directory.lift(contact::mailbox, "an@hcm.edu.vn"));
    CHECK_FALSE(directory.suppression(all[1].id).has_value());
}
