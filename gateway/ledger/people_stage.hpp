#pragma once
/// \file
/// The rows of an import of people between file and directory: sorted by reference to find who is who, then
/// by place in the organisation to number who is new. All of it in temporary tables, so that memory does not
/// grow with the file.

#include "gateway/core/number_set.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/import_file.hpp"
#include "gateway/ledger/people_tables.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace loa {

struct staged_row {
    std::uint64_t line = 0;
    std::string ref, name, account, email;
    membership_place where;
};

class people_stage {
public:
    /// Within a transaction of the caller's. Both must outlive it.
    people_stage(database& where, import_file& file);

    void add(const staged_row& row);
    /// Once, after all rows: brings the directory to what they say.
    void store(import_report& report);

private:
    struct person;

    void match();
    void settle(const person& who);
    void settle_known(const person& who, std::uint32_t no, bool is_same);
    void reject_contradiction(const staged_row& row);
    void number_newcomers(import_report& report);

    database& where_;
    import_file& file_;
    statement add_;
    bool was_empty_ = false;
    bool addresses_changed_ = false;
    std::unordered_map<std::uint32_t, std::uint32_t> positions_;  ///< unit -> place in the organisation
    number_set known_, changed_;  ///< people named by the file; of those, who is not as before
};

}  // namespace loa
