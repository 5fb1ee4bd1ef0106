#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/directory_listing.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/sqlite_directory.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/file.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/stat.h>

#include <fstream>

using namespace loa;
using namespace loa::testing;

namespace {

using numbers = std::vector<std::uint32_t>;

numbers listed(const number_set& set)
{
    numbers out;
    set.for_each([&](std::uint32_t no) { out.push_back(no); });
    return out;
}

/// Two clusters, two wards, three schools (a: primary, b: both, c: upper secondary), a class at each of a and
/// b.
constexpr auto city_units =
    "ref,name,kind,levels,parents\n"
    "so,Sở,department,,\n"
    "cum-1,Cụm 1,cluster,,so\n"
    "cum-2,Cụm 2,cluster,,so\n"
    "phuong-1,Phường 1,ward,,so\n"
    "phuong-2,Phường 2,ward,,so\n"
    "truong-a,Trường A,school,th,cum-1;phuong-1\n"
    "truong-b,Trường B,school,th;thcs,cum-2;phuong-1\n"
    "truong-c,Trường C,school,thpt,cum-2;phuong-2\n"
    "lop-a1,Lớp A1,class,,truong-a\n"
    "lop-b1,Lớp B1,class,,truong-b\n";

constexpr auto city_people =
    "ref,name,role,unit,account,email\n"
    "sp,Phúc,staff,so,0900000001,phuc@hcm.edu.vn\n"
    "ta,An,teacher,truong-a,0900000002,an@hcm.edu.vn\n"
    "tb,Bình,teacher,truong-b,0900000003,\n"
    "tc,Chi,teacher,truong-c,,chi@hcm.edu.vn\n"
    "pa,Dũng,parent,lop-a1,0900000005,\n"
    "pa,Dũng,parent,lop-b1,0900000005,\n"                // two children
    "pb,Giang,parent,lop-b1,0900000002,an@hcm.edu.vn\n"  // shares the teacher's account and mailbox
    "tb,Bình,parent,lop-a1,,\n";                         // a teacher who is a parent elsewhere

class city {
public:
    import_report units(const std::string& text) { return import_units(params(), request(text)); }
    import_report people(const std::string& text) { return import_people(params(), request(text)); }
    void open() { store = make_sqlite_directory(loop, params(), log); }
    void as_usual()
    {
        CHECK(units(city_units).created == 10);
        CHECK(people(city_people).created == 6);
        open();
    }

    sqlite_params params() const
    {
        sqlite_params out;
        out.folder = folder / "state";
        return out;
    }
    audience_members members(audience who, contact by = contact::account, wall_time when = today)
    {
        auto found = run(loop, store->members(std::move(who), by, when));
        REQUIRE(found.has_value());
        return std::move(*found);
    }
    std::vector<std::string> refs(const number_set& set)
    {
        // The accounts of these people end with what tells them apart; names are shorter to read.
        std::vector<std::string> out;
        auto page = run(loop, store->addresses(contact::account, listed(set)));
        REQUIRE(page.has_value());
        for (std::size_t i = 0; i != page->size(); ++i) out.emplace_back(page->name(i));
        return out;
    }
    std::vector<std::string> unit_addresses(audience who, wall_time when = today)
    {
        std::vector<std::string> out;
        auto page =
            run(loop,
                store->addresses(contact::unit, listed(members(std::move(who), contact::unit, when).numbers))
            );
        REQUIRE(page.has_value());
        for (std::size_t i = 0; i != page->size(); ++i) out.emplace_back(page->address(i));
        return out;
    }

    static constexpr wall_time today{std::chrono::milliseconds{1'796'000'000'000}};  // 2026-11-29
    temp_folder folder;
    std::filesystem::path rejects = folder / "rejects.csv";
    boost::asio::io_context loop;
    recorded_log log;
    std::unique_ptr<directory> store;

private:
    import_request request(const std::string& text)
    {
        std::ofstream{folder / "given.csv", std::ios::binary} << text;
        return {folder / "given.csv", rejects, {}};
    }
};

using names = std::vector<std::string>;
constexpr auto S = role::staff, T = role::teacher, P = role::parent;

}  // namespace

TEST_CASE_METHOD(city, "people are numbered in organisation order, each once", "[directory]")
{
    as_usual();
    const auto all = members({{{"so", {S, T, P}, {}}}, {}});
    CHECK(listed(all.numbers) == numbers{1, 2, 3, 4, 5, 6});
    CHECK(refs(all.numbers) == names{"Phúc", "An", "Dũng", "Bình", "Giang", "Chi"});
    CHECK(listed(all.without_address) == numbers{6});
    CHECK(listed(all.covered) == numbers{5});

    const auto by_mail = members({{{"so", {S, T, P}, {}}}, {}}, contact::mailbox);
    CHECK(listed(by_mail.without_address) == numbers{3, 4});
    CHECK(listed(by_mail.covered) == numbers{5});
}

TEST_CASE_METHOD(city, "an address is covered only by somebody who is in the audience too", "[directory]")
{
    as_usual();
    CHECK(members({{{"so", {P}, {}}}, {}}).covered.empty());
    CHECK(listed(members({{{"so", {P, T}, {}}}, {}}).covered) == numbers{5});
}

TEST_CASE_METHOD(city, "a term means its unit and all below, by ward as by cluster", "[directory]")
{
    as_usual();
    CHECK(refs(members({{{"cum-2", {T}, {}}}, {}}).numbers) == names{"Bình", "Chi"});
    CHECK(refs(members({{{"phuong-1", {T}, {}}}, {}}).numbers) == names{"An", "Bình"});
    CHECK(refs(members({{{"so", {S}, {}}}, {}}).numbers) == names{"Phúc"});
    CHECK(members({{{"nowhere", {S}, {}}}, {}}).numbers.empty());
}

TEST_CASE_METHOD(
    city, "levels are those of the school, for its classes too, and leave out what has none", "[directory]"
)
{
    as_usual();
    CHECK(refs(members({{{"so", {S, T}, {school_level::th}}}, {}}).numbers) == names{"An", "Bình"});
    CHECK(refs(members({{{"so", {P}, {school_level::thcs}}}, {}}).numbers) == names{"Dũng", "Giang"});
    CHECK(refs(members({{{"lop-b1", {P}, {school_level::thcs}}}, {}}).numbers) == names{"Dũng", "Giang"});
    CHECK(members({{{"lop-b1", {P}, {school_level::thpt}}}, {}}).numbers.empty());
}

TEST_CASE_METHOD(city, "whom an exclude names is out, whatever else includes them", "[directory]")
{
    as_usual();
    CHECK(refs(members({{{"so", {T, P}, {}}}, {{"truong-b", {}, {}}}}).numbers) == names{"An", "Chi"});
    CHECK(
        refs(members({{{"so", {T, P}, {}}}, {{"truong-b", {T}, {}}}}).numbers) ==
        names{"An", "Dũng", "Giang", "Chi"}
    );
}

TEST_CASE_METHOD(
    city, "a unit audience is one unit, or its schools where something is cut out", "[directory]"
)
{
    as_usual();
    CHECK(unit_addresses({{{"so", {S, P}, {}}}, {}}) == names{"so|department|staff", "so|department|parent"});
    CHECK(
        unit_addresses({{{"so", {P}, {school_level::th}}}, {}}) ==
        names{"truong-a|school|parent", "truong-b|school|parent"}
    );
    CHECK(
        unit_addresses({{{"so", {T}, {}}}, {{"cum-1", {}, {}}}}) ==
        names{"truong-b|school|teacher", "truong-c|school|teacher"}
    );
    // Another role is excluded: nothing is cut out of this one.
    CHECK(unit_addresses({{{"so", {T}, {}}}, {{"cum-1", {P}, {}}}}) == names{"so|department|teacher"});
    // A class is excluded: its school cannot be addressed as a whole.
    CHECK(unit_addresses({{{"cum-1", {P}, {}}}, {{"lop-a1", {}, {}}}}).empty());
    // One inside the other: the wider one; two that overlap: schools, each once.
    CHECK(unit_addresses({{{"cum-1", {P}, {}}, {"so", {P}, {}}}, {}}) == names{"so|department|parent"});
    CHECK(
        unit_addresses({{{"cum-2", {P}, {}}, {"phuong-1", {P}, {}}}, {}}) ==
        names{"truong-a|school|parent", "truong-b|school|parent", "truong-c|school|parent"}
    );
    CHECK(members({{{"so", {S}, {}}}, {}}, contact::unit).without_address.empty());
}

TEST_CASE_METHOD(
    city, "a school that moves to another cluster belongs there from the day it is said to", "[directory]"
)
{
    units(
        "ref,name,kind,levels,parents\n"
        "so,Sở,department,,\ncum-1,Cụm 1,cluster,,so\ncum-2,Cụm 2,cluster,,so\n"
        "t,Trường,school,th,cum-1@..2026-11-30;cum-2@2026-12-01..\n"
    );
    people("ref,name,role,unit\nx,An,teacher,t\n");
    open();
    const auto midnight = parse_rfc3339("2026-12-01T00:00:00+07:00").value();
    const auto before = midnight - std::chrono::milliseconds{1};
    CHECK(members({{{"cum-1", {T}, {}}}, {}}, contact::account, before).numbers.size() == 1);
    CHECK(members({{{"cum-2", {T}, {}}}, {}}, contact::account, before).numbers.empty());
    CHECK(members({{{"cum-1", {T}, {}}}, {}}, contact::account, midnight).numbers.empty());
    CHECK(members({{{"cum-2", {T}, {}}}, {}}, contact::account, midnight).numbers.size() == 1);
}

TEST_CASE_METHOD(city, "units that belong to one another in a circle do no harm", "[directory]")
{
    units("ref,name,kind,levels,parents\na,A,cluster,,c\nb,B,cluster,,a\nc,C,cluster,,b\ns,S,school,th,c\n");
    people("ref,name,role,unit\nx,An,teacher,s\n");
    open();
    CHECK(members({{{"b", {T}, {}}}, {}}).numbers.size() == 1);
    CHECK(members({{{"a", {T}, {school_level::th}}}, {}}).numbers.size() == 1);
    CHECK(unit_addresses({{{"a", {T}, {}}, {"c", {T}, {}}}, {}}).size() == 1);
}

TEST_CASE_METHOD(city, "an audience with a unit nobody knows is told so", "[directory]")
{
    as_usual();
    const auto wrong = run(loop, store->check({{{"so", {S}, {}}, {"cum-9", {S}, {}}}, {{"x", {}, {}}}}));
    REQUIRE(wrong.has_value());
    REQUIRE(wrong->size() == 2);
    CHECK((*wrong)[0].field == "audience.include[1].unit");
    CHECK((*wrong)[0].code == "unknown_unit");
    CHECK((*wrong)[1].field == "audience.exclude[0].unit");
}

TEST_CASE_METHOD(city, "addresses come in the order asked, and gaps are empty", "[directory]")
{
    as_usual();
    const auto page = run(loop, store->addresses(contact::mailbox, {2, 3, 6, 99, 1}));
    REQUIRE(page.has_value());
    REQUIRE(page->size() == 5);
    CHECK(page->address(0) == "an@hcm.edu.vn");
    CHECK(page->address(1).empty());
    CHECK(page->address(2) == "chi@hcm.edu.vn");
    CHECK(page->address(3).empty());
    CHECK(page->no(3) == 99);
    CHECK(page->address(4) == "phuc@hcm.edu.vn");
    CHECK(page->name(4) == "Phúc");
}

TEST_CASE_METHOD(city, "the same file again changes nothing, and numbers stay whatever comes", "[directory]")
{
    as_usual();
    const auto units_again = units(city_units);
    CHECK(units_again.unchanged == 10);
    CHECK(units_again.created + units_again.updated == 0);
    const auto again = people(city_people);
    CHECK(again.rows == 8);
    CHECK(again.unchanged == 6);
    CHECK(again.created + again.updated + again.rejected == 0);

    // Somebody new who sorts first, somebody who moved, somebody whose account changed; the others are not in
    // the file and stay.
    const auto next = people(
        "email,account,unit,role,name,ref\r\n"
        ",0900000009,so,staff,Ân,aa\r\n"
        "an@hcm.edu.vn,0900000002,truong-c,teacher,An,ta\r\n"
        ",0900000077,truong-b,teacher,Bình,tb\r\n"
    );
    CHECK(next.created == 1);
    CHECK(next.updated == 2);
    CHECK(refs(members({{{"so", {S}, {}}}, {}}).numbers) == names{"Phúc", "Ân"});
    CHECK(listed(members({{{"truong-c", {T}, {}}}, {}}).numbers) == numbers{2, 6});
    CHECK(members({{{"truong-a", {T}, {}}}, {}}).numbers.empty());
    CHECK(listed(members({{{"truong-b", {T, P}, {}}}, {}}).numbers) == numbers{3, 4, 5});
    CHECK(members({{{"lop-a1", {P}, {}}}, {}}).numbers.size() == 1);  // Bình is a parent there no more
    const auto page = run(loop, store->addresses(contact::account, {4}));
    REQUIRE(page.has_value());
    CHECK(page->address(0) == "0900000077");
}

TEST_CASE_METHOD(city, "the first import leaves the tables as they were made", "[directory]")
{
    const auto shape = [&] {
        database file{params().folder / "directory.db", directory_schema(), store_access::create};
        statement rows{file, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"};
        std::string out;
        while (rows.step()) out.append(rows.text(0)).append(": ").append(rows.text(1)).append("\n");
        return out;
    };
    const auto fresh = shape();
    CHECK(contains(fresh, "person_ref"));
    as_usual();
    CHECK(shape() == fresh);
}

TEST_CASE_METHOD(city, "bad rows go to a file with line and reason, and the rest is imported", "[directory]")
{
    const auto report = units(
        "ref,name,kind,levels,parents\nso,Sở,department,,\nx,X,castle,,\ny,,ward,,\nz,Z,ward,,nowhere\nq,Q,"
        "class,,z\n"
        "so,Again,ward,,\nme,Me,ward,,me\nlast,Last,ward,thx,so\nok,Được,ward,,so\n"
    );
    CHECK(report.rows == 9);
    CHECK(report.created == 2);
    CHECK(report.rejected == 7);
    const auto said = read_file(rejects);
    CHECK(contains(said, "line,reason,row\n"));
    CHECK(contains(said, "3,\"kind is department, cluster, ward, school or class\",\"x,X,castle,,\"\n"));
    CHECK(contains(said, "5,\"there is no unit \"\"nowhere\"\" for it to belong to\""));
    CHECK(contains(said, "6,\"there is no unit \"\"z\"\""));
    struct stat about {};
    REQUIRE(::stat(rejects.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);

    const auto next = people(
        "ref,name,role,unit,account,email\n"
        "a,An,staff,so,1,an@hcm.edu.vn\n"
        "b,Bình,pupil,so,1,\n"
        "c,Chi,staff,nowhere,1,\n"
        "d,Dũng,staff,so,1,dung@@hcm\n"
        "e,\"never closed,staff,so,1,\n"
        "f,Phúc,staff,so\n"
        "a,An,teacher,ok,2,\n"
        "a,An,teacher,ok,,\n"
        "g,Giang,staff,so,3,\n"
    );
    CHECK(next.rows == 9);
    CHECK(next.created == 2);
    CHECK(next.rejected == 6);
    const auto again = read_file(rejects);
    CHECK_FALSE(contains(again, "castle"));
    CHECK(contains(again, "6,a quote is opened and not closed,"));
    CHECK(contains(again, "7,\"the row has 4 fields, the header has 6\""));
    CHECK(contains(
        again, "8,\"another row gives the same ref another name, account or email\",\"a,An,teacher,ok,2,\""
    ));
    open();
    CHECK(members({{{"so", {S, T}, {}}}, {}}).numbers.size() == 2);
}

TEST_CASE_METHOD(
    city, "a file with a column for something else is refused whole, by the column's name", "[directory]"
)
{
    units(city_units);
    CHECK(contains(complaint([&] { people("ref,name,role,unit,pupil_birthday\n"); }), "\"pupil_birthday\""));
    CHECK(contains(complaint([&] { people("ref,name,role\n"); }), "no column \"unit\""));
    CHECK(contains(complaint([&] { people("ref,ref,name,role,unit\n"); }), "\"ref\" twice"));
    CHECK(contains(complaint([&] { people(""); }), "is empty"));
    CHECK(contains(complaint([&] { units("ref,name\n"); }), "no column \"kind\""));
    CHECK(contains(
        complaint([&] {
            import_people(params(), {folder / "nowhere.csv", {}, {}});
        }),
        "cannot be read"
    ));
}

TEST_CASE_METHOD(
    city,
    "an import that is interrupted leaves the directory as it was, and readers never wait for it",
    "[directory]"
)
{
    as_usual();
    std::string many = "ref,name,role,unit,account,email\n";
    for (int i = 0; i != 20'000; ++i)
        many += "n" + std::to_string(i) + ",An,staff,so," + std::to_string(i) + ",\n";
    std::ofstream{folder / "many.csv"} << many;
    std::size_t seen = 0;
    const auto stop = [&](const import_progress& at) {
        seen = members({{{"so", {S}, {}}}, {}}).numbers.size();
        if (at.step == "storing")
            throw std::runtime_error{"interrupted"};
    };
    CHECK(complaint([&] { import_people(params(), {folder / "many.csv", {}, stop}); }) == "interrupted");
    CHECK(seen == 1);
    CHECK(members({{{"so", {S}, {}}}, {}}).numbers.size() == 1);
    CHECK(import_people(params(), {folder / "many.csv", {}, {}}).created == 20'000);
    CHECK(members({{{"so", {S}, {}}}, {}}).numbers.size() == 20'001);
}

TEST_CASE_METHOD(city, "the command line can see what the directory holds", "[directory]")
{
    CHECK(contains(complaint([&] { count_directory(params()); }), "there is no directory"));
    as_usual();
    const auto counts = count_directory(params());
    CHECK(counts.people == 6);
    CHECK(counts.with_account == 5);
    CHECK(counts.with_mailbox == 4);
    CHECK(counts.by_role == people_by_role{1, 3, 3});
    CHECK(counts.units.front() == std::pair{std::string{"department"}, std::uint64_t{1}});

    std::vector<unit_line> lines;
    list_units(params(), [&](const unit_line& line) { lines.push_back(line); });
    REQUIRE(lines.size() == 10);
    CHECK(lines[0].ref == "so");
    CHECK(lines[1].ref == "cum-1");
    CHECK(lines[2].ref == "truong-a");
    CHECK(lines[2].parents == names{"cum-1", "phuong-1"});
    CHECK(lines[2].levels == std::vector{school_level::th});
    CHECK(lines[2].people == people_by_role{0, 1, 0});

    CHECK(count_people(params(), "cum-2") == people_by_role{0, 2, 2});
    CHECK_FALSE(count_people(params(), "nowhere"));
}
