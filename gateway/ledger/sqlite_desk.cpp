#include "gateway/ledger/sqlite_desk.hpp"

#include "gateway/core/audit_log.hpp"
#include "gateway/core/directory_desk.hpp"
#include "gateway/core/draft_desk.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/outcome_desk.hpp"
#include "gateway/core/receipt_desk.hpp"
#include "gateway/core/report_desk.hpp"
#include "gateway/core/user_desk.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/ledger_schema.hpp"

#include <utility>

namespace loa {
namespace {

class sqlite_desk final : public desk {
public:
    explicit sqlite_desk(sqlite_params params)
        : params_{std::move(params)},
          store_{params_.folder / "ledger.db", ledger_schema(), store_access::existing},
          ledger_{make_ledger_desk(store_, params_)},
          outcomes_{make_outcome_desk(store_, params_)},
          receipts_{make_receipt_desk(store_, params_)},
          reports_{make_report_desk(store_)},
          drafts_{make_draft_desk(store_, params_)},
          users_{make_user_desk(store_, params_)},
          audit_{make_audit_log(store_, params_)}
    {
    }

    ledger_desk& ledger() override { return *ledger_; }
    outcome_desk& outcomes() override { return *outcomes_; }
    user_desk& users() override { return *users_; }
    audit_log& audit() override { return *audit_; }
    receipt_desk& receipts() override { return *receipts_; }
    report_desk& reports() override { return *reports_; }
    draft_desk& drafts() override { return *drafts_; }
    directory_desk& directory() override
    {
        if (!directory_)
            directory_ = make_directory_desk(store_, params_);
        return *directory_;
    }

    void together(const std::function<void()>& what) override
    {
        transaction all{store_};
        what();
        all.commit();
    }

private:
    const sqlite_params params_;
    database store_;
    const std::unique_ptr<ledger_desk> ledger_;
    const std::unique_ptr<outcome_desk> outcomes_;
    const std::unique_ptr<receipt_desk> receipts_;
    const std::unique_ptr<report_desk> reports_;
    const std::unique_ptr<draft_desk> drafts_;
    const std::unique_ptr<user_desk> users_;
    const std::unique_ptr<audit_log> audit_;
    std::unique_ptr<directory_desk> directory_;  ///< made when first asked for: its file is not everybody's business
};

}  // namespace

std::unique_ptr<desk> open_desk(sqlite_params params)
{
    return std::make_unique<sqlite_desk>(std::move(params));
}

}  // namespace loa
