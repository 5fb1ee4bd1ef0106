#pragma once
/// \file
/// Which keys the tables of the settings file have. One file for each table; a new key is one line there, and
/// one in loa.example.toml.

#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace loa {

void read_redis(table_reader table, redis_params& into);
void read_store(table_reader table, sqlite_params& into);
void read_bulletins(table_reader table, bulletin_limits& into);
void read_log(table_reader table, log_params& into);
void read_quiet_hours(table_reader table, quiet_hours_params& into);
/// \param server  nothing: the API is not served
void read_api(
    table_reader table,
    std::optional<http_server_params>& server,
    api_params& into,
    std::optional<oidc_params>& oidc
);
/// \param oidc  nothing: nobody signs in by a provider
void read_oidc(table_reader table, const api_params& api, std::optional<oidc_params>& oidc);
void read_approval(table_reader table, approval_params& into);
void read_canary(table_reader table, canary_params& into);
void read_retention(table_reader table, retention_params& into);
void read_email(table_reader& table, email_params& into);
/// \param from_address  of the messages
/// \param dkim          nothing: they are not signed here
void read_dkim(table_reader table, std::string_view from_address, std::optional<dkim_params>& dkim);
void read_enetviet(table_reader& table, enetviet_params& into);
/// \param connections  of the channel: each call holds one
void read_dispatch(table_reader table, dispatcher_params& into, std::size_t connections);

}  // namespace loa
