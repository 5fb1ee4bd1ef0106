#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/directory_listing.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/file.hpp"
#include "tests/support/peak_memory.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <string>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t million = 1'000'000;

class files {
public:
    sqlite_params store() const
    {
        sqlite_params out;
        out.folder = folder / "state";
        return out;
    }
    std::filesystem::path path(const char* name) const { return folder / name; }

    /// `header`, a million rows that `row` adds, and `good` at the end.
    std::filesystem::path write(
        const char* name,
        std::string_view header,
        const std::function<void(std::string&, std::size_t)>& row,
        std::string_view good
    ) const
    {
        std::ofstream out{path(name), std::ios::binary};
        out << header;
        std::string text;
        for (std::size_t i = 0; i != million; ++i) {
            row(text, i);
            if (text.size() > 1 << 20) {
                out << text;
                text.clear();
            }
        }
        out << text << good;
        return path(name);
    }

    temp_folder folder;
};

/// Runs it in a process of its own, whose memory nobody else has used; at most so many MB more than we have
/// now.
void within(std::size_t megabytes, const std::function<bool()>& work)
{
    const auto before = peak_bytes();
    const auto child = ::fork();
    if (child == 0) {
        bool well = false;
        try {
            well = work();
        } catch (...) {
        }
        ::_exit(well ? 0 : 1);
    }
    int status = -1;
    rusage used{};
    REQUIRE(::wait4(child, &status, 0, &used) == child);
    CHECK(status == 0);
    const auto peak = static_cast<std::size_t>(used.ru_maxrss) * 1024;
    UNSCOPED_INFO("peak " << (peak >> 20) << " MB");
    if (memory_is_ours)
        CHECK(peak < before + (megabytes << 20));
}

/// What is no row of the directory, each in another way.
void add_rubbish(std::string& out, std::size_t i)
{
    const auto no = std::to_string(i);
    switch (i % 16) {
        case 0: out += "\xff\xfe\x01" + no + "\n"; break;
        case 1: out += "x\n"; break;
        case 2: out += ",,,,,\n"; break;
        case 3: out += "a" + no + ",\"never closed,class,so,1,\n"; break;
        case 4: out += "b" + no + ",\"An\"x,staff,so,1,\n"; break;
        case 5: out += "c" + no + ",An,pupil,nowhere,1,a@b.vn\n"; break;
        case 6: out += "d" + no + ",An,staff,nowhere,1,a@b.vn\n"; break;
        case 7: out += "e" + no + ",\xe1\xbb,staff,so,1,a@b.vn\n"; break;
        case 8: out += "f" + no + ",An,staff,so,1,a@b.vn\rBcc: x\n"; break;
        case 9: out += "g" + no + ",An,staff,so,1,a@@b\n"; break;
        case 10: out += "same,An " + no + ",staff,so,1,a@b.vn\n"; break;
        case 11: out += std::string(i % 4096 == 11 ? 70'000 : 300, 'y') + ",An,staff,so,1,a@b.vn\n"; break;
        case 12: out += "=cmd|' /C calc'!A0,An,staff,so,1," + no + "\n"; break;
        case 13: out += std::string("h\0h", 3) + no + ",An,staff,so,1,a@b.vn\n"; break;
        case 14: out += "i" + no + "," + std::string(150, ',') + "\n"; break;
        default: out += "\"\"\"\"\"\",\"\n"; break;
    }
}

}  // namespace

TEST_CASE_METHOD(
    files,
    "a million rows of rubbish are turned down with their reasons, and the good ones are in",
    "[directory][hostile]"
)
{
    std::ofstream{path("so.csv")} << "ref,name,kind\nso,Sở,department\n";
    import_units(store(), {path("so.csv"), {}, {}});
    const auto rubbish = write(
        "people.csv",
        "ref,name,role,unit,account,email\n",
        add_rubbish,
        "good,Bình,staff,so,0900000001,binh@hcm.edu.vn\n"
    );
    const auto begin = std::chrono::steady_clock::now();
    within(64, [&] {
        const auto report = import_people(store(), {rubbish, path("rejects.csv"), {}});
        return report.rows >= million * 9 / 10 && report.created == 2 && report.rejected == report.rows - 2;
    });
    CHECK(std::chrono::steady_clock::now() - begin < 120s);
    CHECK(count_directory(store()).people == 2);  // "good", and the first of those that are all called "same"

    std::ifstream in{path("rejects.csv"), std::ios::binary};
    std::string said(1 << 20, '\0');
    in.read(said.data(), static_cast<std::streamsize>(said.size()));
    for (const auto* reason :
         {"the row has 1 fields, the header has 6",
          "the ref is empty",
          "role is staff, teacher or parent",
          "there is no such unit",
          "the name is not UTF-8",
          "the email has not exactly one @",
          "the row is too long",
          "the ref is longer than 64 bytes",
          "the ref has a space, a control character or a separator in it"}) {
        CAPTURE(reason);
        CHECK(contains(said, reason));
    }
}

TEST_CASE_METHOD(
    files, "a million units of rubbish are turned down too, and the good ones are in", "[directory][hostile]"
)
{
    const auto rubbish =
        write("units.csv", "ref,name,kind,levels,parents\n", add_rubbish, "so,Sở,department,,\n");
    within(64, [&] {
        const auto report = import_units(store(), {rubbish, path("rejects.csv"), {}});
        return report.created == 1 && report.rejected == report.rows - 1;
    });
}

TEST_CASE_METHOD(
    files,
    "more units than a city can have are refused as a whole, and nothing of them is kept",
    "[directory][hostile]"
)
{
    const auto rubbish = write(
        "units.csv",
        "ref,name,kind,levels,parents\n",
        [](std::string& out, std::size_t i) { out += 'u' + std::to_string(i) + ",Trường,school,,\n"; },
        {}
    );
    within(128, [&] {
        std::string said;
        try {
            import_units(store(), {rubbish, {}, {}});
        } catch (const std::runtime_error& e) {
            said = e.what();
        }
        return said == "the file has more than 200,000 units" &&
               !std::filesystem::exists(store().folder / "directory.db");
    });
}

TEST_CASE_METHOD(
    files,
    "a chain of units that hangs on nothing is turned down link by link, without costing its square",
    "[directory][hostile]"
)
{
    constexpr int links = 100'000;
    std::ofstream out{path("units.csv")};
    out << "ref,name,kind,levels,parents\n";
    // Each below the next, so that in the order of the refs the last one is found first to hang on nothing.
    for (int i = 0; i != links; ++i) out << 'u' << 1'000'000 + i << ",Lớp,class,,u" << 1'000'001 + i << '\n';
    out << "so,Sở,department,,\n";
    out.close();
    const auto begin = std::chrono::steady_clock::now();
    const auto report = import_units(store(), {path("units.csv"), path("rejects.csv"), {}});
    CHECK(std::chrono::steady_clock::now() - begin < 30s);
    CHECK(report.rejected == links);
    CHECK(report.created == 1);
    CHECK(contains(read_file(path("rejects.csv")), "there is no unit \"\"u1100000\"\" for it to belong to"));
}

TEST_CASE_METHOD(files, "a chain and a ring of a hundred thousand units are imported", "[directory][hostile]")
{
    constexpr int links = 100'000;
    std::ofstream out{path("units.csv")};
    out << "ref,name,kind,levels,parents\n";
    for (int i = 0; i != links; ++i)
        out << 'u' << 1'000'000 + i << ",Lớp,class,,u" << 1'000'000 + (i + 1) % links << '\n';
    for (int i = 0; i != links - 1; ++i)
        out << 'v' << 1'000'000 + i << ",Lớp,class,,v" << 1'000'001 + i << '\n';
    out << "v" << 1'000'000 + links - 1 << ",Sở,department,,\n";
    out.close();
    const auto begin = std::chrono::steady_clock::now();
    CHECK(import_units(store(), {path("units.csv"), {}, {}}).created == 2 * links);
    CHECK(std::chrono::steady_clock::now() - begin < 60s);
}
