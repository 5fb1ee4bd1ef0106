#pragma once
/// \file
/// A CSV file on its way into the directory: its columns, its progress, and the rows that are turned down.

#include "gateway/ledger/csv.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/import_fields.hpp"

#include <cstddef>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

class import_file {
public:
    /// Reads the header. Throws std::runtime_error if a column is missing, unknown or there twice.
    import_file(
        const import_request& what,
        std::initializer_list<std::string_view> required,
        std::initializer_list<std::string_view> optional
    );

    /// The next row that is CSV and as wide as the header.
    bool next();
    std::uint64_t line() const noexcept { return csv_.line(); }
    std::string_view text() const noexcept { return csv_.text(); }
    /// By place among required, then optional columns. Empty if the file has no such column.
    std::string_view field(std::size_t column) const noexcept;

    void reject(import_reject what);
    /// The present row.
    void reject(const complaint& why) { reject(why.field, why.code, {}, std::string{why.text}); }
    void reject(std::string_view field, std::string_view code, std::string about, std::string sentence);

    /// Tells how far it is, not more often than every few thousand calls.
    void progress(std::string_view step, std::uint64_t rows);

    std::uint64_t rows() const noexcept { return rows_; }
    std::uint64_t rejected() const noexcept { return rejected_; }

private:
    void read_header(
        std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional
    );

    const import_request& request_;
    std::uint64_t total_ = 0;
    std::vector<char> io_;
    std::ifstream in_;
    csv_reader csv_;
    std::vector<std::size_t> place_;  ///< column -> index of the field; npos: not there
    std::size_t width_ = 0;
    std::ofstream rejects_;
    std::uint64_t rows_ = 0, rejected_ = 0;
};

}  // namespace loa
