#pragma once
/// \file
/// Units and people from CSV files into the directory. Synchronous, for the command line, safe beside a
/// running gateway.

#include "gateway/core/directory_imports.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace loa {

struct import_progress {
    std::string_view step;                     ///< "reading", "matching", "storing", "addresses"
    std::uint64_t rows = 0;                    ///< done in this step
    std::uint64_t bytes = 0, bytes_total = 0;  ///< of the file
};

struct import_request {
    std::filesystem::path file;
    std::filesystem::path
        rejects;  ///< made (mode 0600) if a row is rejected: line, reason, row; empty: not wanted
    std::function<void(const import_progress&)> progress;     ///< called now and then; may be empty
    std::string name = {};                                    ///< what people call the file; empty: its path
    std::function<void(const import_reject&)> rejected = {};  ///< called for each; may be empty
    std::function<bool()> is_stopped = {};  ///< asked now and then: true makes the import fail; may be empty
};

/// The file as a whole cannot be used.
class unusable_file : public std::runtime_error {
public:
    /// \param with_code  stable word  \param with_about  the column, if it is one
    unusable_file(std::string with_code, std::string with_about, const std::string& sentence)
        : std::runtime_error{sentence}, code{std::move(with_code)}, about{std::move(with_about)}
    {
    }

    std::string code, about;
};

struct import_report {
    std::uint64_t rows = 0;                                 ///< without the header
    std::uint64_t created = 0, updated = 0, unchanged = 0;  ///< units or people, not rows
    std::uint64_t rejected = 0;                             ///< rows
};

/// Header, in any order: ref,name,kind[,levels][,parents]. kind: department, cluster, ward, school, class.
/// levels: "th;thcs". parents: "cum-05;phuong-tan-dinh@2026-01-01..2026-12-31" (days in Vietnam, the last one
/// included, either end may be left out).
///
/// One transaction: an import that is interrupted leaves the directory as it was. Known references are
/// brought up to date and keep their numbers, new ones are numbered in organisation order; what the file does
/// not name stays as it is. Bad rows are rejected and the rest is imported. Throws with a sentence for
/// people: unusable_file (a column missing or unknown, say), store_error if the directory cannot be written,
/// both std::runtime_error.
import_report import_units(const sqlite_params& where, const import_request& what);

/// Header, in any order: ref,name,role,unit[,account][,email]. Several rows with one ref are one person with
/// several roles; a person that is named has exactly the roles of the file afterwards. Otherwise as
/// import_units.
import_report import_people(const sqlite_params& where, const import_request& what);

}  // namespace loa
