#pragma once
/// \file
/// Everything an administrator can set, as the modules take it.

#include "adapters/email/email_params.hpp"
#include "adapters/enetviet/enetviet_params.hpp"
#include "adapters/oidc/oidc_params.hpp"
#include "gateway/api/api_params.hpp"
#include "gateway/core/approval.hpp"
#include "gateway/core/bulletin.hpp"
#include "gateway/core/plan.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/http/http_server_params.hpp"
#include "gateway/ledger/retention_params.hpp"
#include "gateway/ledger/sqlite_params.hpp"
#include "gateway/logging/log_params.hpp"
#include "gateway/pipeline/dispatcher_params.hpp"
#include "queue/redis_params.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace loa {

struct settings {
    std::string instance =
        "loa-1";  ///< one name for each gateway; load_settings copies it to redis.consumer and store.instance
    std::chrono::seconds drain_limit{20};  ///< on SIGTERM what is in flight may take as long as this

    redis_params redis;
    sqlite_params store;
    bulletin_limits bulletins;
    log_params log;
    quiet_hours_params quiet_hours;
    approval_params approval;
    canary_params canary;
    retention_params retention;

    std::optional<http_server_params> http = http_server_params{};  ///< nothing: the API is not served
    api_params api;
    std::optional<oidc_params> oidc;  ///< nothing: nobody signs in by a provider

    std::optional<email_params> email;  ///< nothing: the channel is not in use
    dispatcher_params email_dispatch;
    std::optional<enetviet_params> enetviet;  ///< nothing: the channel is not in use
    dispatcher_params enetviet_dispatch;

    /// Where they come from, for those who want to change them; set by load_settings.
    std::filesystem::path file;
    std::map<std::string, std::uint32_t, std::less<>> lines;  ///< of what the file says: "approval.parents" -> 17
};

}  // namespace loa
