#pragma once
/// \file
/// What is kept of imports by upload, as files beside the stores: a record of each, the rows it did not take,
/// and, while one runs, what was sent.

#include "gateway/core/directory_imports.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace loa {

/// Beside the stores.
inline constexpr auto imports_folder = "imports";

/// Held by whoever brings in a file, in this process or another; the system frees it when the process dies.
class import_turn {
public:
    explicit import_turn(int file) noexcept : file_{file} {}
    ~import_turn();
    import_turn(import_turn&& other) noexcept;
    import_turn& operator=(import_turn&&) = delete;

private:
    int file_;
};

/// Thread-safe. What cannot be written is std::system_error.
class import_folder {
public:
    /// Makes it, for the owner only.
    explicit import_folder(std::filesystem::path where);

    std::optional<import_turn> take_turn() const;

    std::vector<std::int64_t> ids() const;  ///< of what is kept, ascending
    std::filesystem::path upload(std::int64_t id) const { return file(id, ".csv"); }
    std::filesystem::path rejects(std::int64_t id) const { return file(id, ".rejects"); }
    /// Nothing: there is none, or it cannot be read.
    std::optional<directory_import> read(std::int64_t id) const;
    /// Whole or not at all, whatever happens meanwhile.
    void write(const directory_import& what) const;
    /// Lists of rejected rows, which hold names and addresses, beyond those of the last few imports and of
    /// the last weeks.
    std::vector<std::filesystem::path> old_rejects(wall_time now) const;
    /// Takes those away, all but the latest records, and files that nobody sends any more. By whoever has the
    /// turn.
    void tidy(wall_time now) const;

private:
    std::filesystem::path file(std::int64_t id, const char* kind) const;

    std::filesystem::path where_;
};

/// Notes rejected rows as they come, up to a number.
class reject_writer {
public:
    explicit reject_writer(std::filesystem::path file) : file_{std::move(file)} {}
    void add(const import_reject& what);
    void close();

private:
    void must_be_good() const;

    std::filesystem::path file_;
    std::ofstream out_;
    std::size_t written_ = 0;
};

/// From a place that `next` told, or 0. Nothing: there is no such place.
std::optional<import_rejects> read_rejects(
    const std::filesystem::path& file, std::uint64_t from, std::size_t most
);

}  // namespace loa
