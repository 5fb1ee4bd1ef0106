#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/sqlite_figures.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"
#include "tests/support/catch.hpp"

#include <fstream>

using namespace loa;
using namespace loa::testing;

TEST_CASE(
    "the figures of the stores say what lies on the disk, and when the directory was last imported",
    "[figures]"
)
{
    const temp_folder folder;
    boost::asio::io_context loop;
    recorded_log log;
    sqlite_params params;
    params.folder = folder.path();
    params.now = [] { return wall_time{1'795'000'000'000ms}; };
    CHECK_FALSE(complaint([&] { figures_of(params); }).empty());  // there is no ledger

    const auto ledger = make_sqlite_ledger(loop, params, log);
    const auto empty = figures_of(params);
    CHECK(empty.ledger_bytes >= std::filesystem::file_size(folder / "ledger.db"));
    CHECK(empty.free_bytes > 0);
    CHECK(empty.durability == durability::full);
    CHECK(empty.directory_bytes == 0);
    CHECK(empty.imported == std::nullopt);

    std::ofstream{folder / "units.csv"} << "ref,name,kind\nso,Sở,department\n";
    import_units(params, {folder / "units.csv", {}, {}});
    const auto filled = figures_of(params);
    CHECK(filled.directory_bytes >= std::filesystem::file_size(folder / "directory.db"));
    CHECK(filled.imported == params.now());
}
