#pragma once
/// \file
/// What a desk is composed of. All parts of one desk work on one connection to the ledger, so that what they write
/// can be one transaction; it must outlive them.

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <memory>

namespace loa {

class audit_log;
class directory_desk;
class draft_desk;
class ledger_desk;
class outcome_desk;
class receipt_desk;
class report_desk;
class user_desk;

std::unique_ptr<ledger_desk> make_ledger_desk(database& where, const sqlite_params& params);
/// Opens the directory when it is first needed.
std::unique_ptr<outcome_desk> make_outcome_desk(database& where, const sqlite_params& params);
std::unique_ptr<user_desk> make_user_desk(database& where, const sqlite_params& params);
std::unique_ptr<audit_log> make_audit_log(database& where, const sqlite_params& params);
std::unique_ptr<receipt_desk> make_receipt_desk(database& where, const sqlite_params& params);
std::unique_ptr<report_desk> make_report_desk(database& where);
std::unique_ptr<draft_desk> make_draft_desk(database& where, const sqlite_params& params);
/// Opens the directory, too; throws store_error if there is none yet.
std::unique_ptr<directory_desk> make_directory_desk(database& where, const sqlite_params& params);

}  // namespace loa
