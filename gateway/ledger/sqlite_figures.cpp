#include "gateway/ledger/sqlite_figures.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <system_error>

namespace loa {
namespace {

constexpr std::int64_t synchronous_full = 2;  // or more: PRAGMA synchronous

std::uint64_t bytes_of(const std::filesystem::path& file)
{
    std::uint64_t out = 0;
    for (const char* part : {"", "-wal"}) {
        std::error_code error;
        const auto bytes = std::filesystem::file_size(file.string() + part, error);
        out += error ? 0 : bytes;
    }
    return out;
}

durability durability_of(const std::filesystem::path& ledger)
{
    database store{ledger, ledger_schema(), store_access::existing};
    statement row{store, "PRAGMA synchronous"};
    return row.step() && row.integer(0) >= synchronous_full ? durability::full : durability::normal;
}

std::optional<wall_time> last_import(const std::filesystem::path& directory)
{
    database store{directory, directory_schema(), store_access::existing};
    statement row{store, "SELECT coalesce(max(at), 0) FROM directory_import"};
    const bool is_there = row.step() && row.integer(0) != 0;
    return is_there ? std::optional{from_stored(row.integer(0))} : std::nullopt;
}

}  // namespace

store_figures figures_of(const sqlite_params& where)
{
    const auto ledger = where.folder / "ledger.db", directory = where.folder / "directory.db";
    store_figures out;
    std::error_code error;
    out.free_bytes = std::filesystem::space(where.folder, error).available;
    if (error)
        throw std::runtime_error{
            std::string{"the disk of "}.append(where.folder).append(": ").append(error.message())};
    out.ledger_bytes = bytes_of(ledger);
    out.durability = durability_of(ledger);
    if (std::filesystem::exists(directory, error)) {
        out.directory_bytes = bytes_of(directory);
        out.imported = last_import(directory);
    }
    return out;
}

}  // namespace loa
