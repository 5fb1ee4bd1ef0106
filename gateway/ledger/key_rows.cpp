#include "gateway/ledger/key_rows.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>

namespace loa {
namespace {

/// Older replies are those of another request, though the purge has not been here yet.
constexpr std::chrono::hours reply_counts_for{24};

api_key read_key(const statement& row)
{
    api_key out;
    out.id = row.integer(0);
    out.name = row.text(1);
    out.prefix = row.text(2);
    out.roles = user_roles::from_bits(row.number<std::uint8_t>(3));
    out.owner = row.integer(4);
    out.created = from_stored(row.integer(5));
    out.expires = from_stored(row.integer(6));
    out.last_used = from_stored(row.maybe_integer(7));
    out.revoked = from_stored(row.maybe_integer(8));
    return out;
}

}  // namespace

void add_session(database& where, const session& what)
{
    statement{
        where,
        "INSERT INTO session (hash, user, csrf, peer, agent, created, seen, expires)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        std::span<const std::uint8_t>{what.hash},
        what.user,
        what.csrf,
        what.peer,
        what.agent,
        to_stored(what.created),
        to_stored(what.seen),
        to_stored(what.expires)}
        .run();
}

std::optional<session> find_session(database& where, const token_hash& hash)
{
    statement row{
        where,
        "SELECT user, csrf, peer, agent, created, seen, expires FROM session WHERE hash = ?1",
        std::span<const std::uint8_t>{hash}};
    if (!row.step())
        return std::nullopt;
    session out;
    out.hash = hash;
    out.user = row.integer(0);
    out.csrf = row.text(1);
    out.peer = row.text(2);
    out.agent = row.text(3);
    out.created = from_stored(row.integer(4));
    out.seen = from_stored(row.integer(5));
    out.expires = from_stored(row.integer(6));
    return out;
}

std::int64_t add_key(database& where, const api_key& what, const token_hash& hash)
{
    transaction all{where};
    // Two keys of one name could not be told apart in the audit log.
    if (statement{
            where,
            "SELECT 1 FROM api_key WHERE name = ?1 AND revoked IS NULL AND expires > ?2",
            what.name,
            to_stored(what.created)}
            .step())
        throw desk_refusal{
            desk_refusal::kind::conflict,
            "name_taken",
            "there is a key of this name; revoke it first or choose another"};
    statement{
        where,
        "INSERT INTO api_key (name, prefix, hash, roles, owner, created, expires) VALUES (?1, ?2, ?3, ?4, "
        "?5, ?6, ?7)",
        what.name,
        what.prefix,
        std::span<const std::uint8_t>{hash},
        what.roles.bits(),
        what.owner,
        to_stored(what.created),
        to_stored(what.expires)}
        .run();
    const auto id = find_key(where, hash)->id;
    all.commit();
    return id;
}

std::vector<api_key> keys(database& where)
{
    std::vector<api_key> out;
    statement rows{
        where,
        "SELECT id, name, prefix, roles, owner, created, expires, last_used, revoked FROM api_key ORDER BY "
        "id DESC"};
    while (rows.step()) out.push_back(read_key(rows));
    return out;
}

std::optional<api_key> find_key(database& where, const token_hash& hash)
{
    statement row{
        where,
        "SELECT id, name, prefix, roles, owner, created, expires, last_used, revoked FROM api_key WHERE hash "
        "= ?1",
        std::span<const std::uint8_t>{hash}};
    return row.step() ? std::optional{read_key(row)} : std::nullopt;
}

std::optional<kept_reply> find_reply(
    database& where, const std::string& who, const std::string& key, wall_time now
)
{
    statement row{
        where,
        "SELECT request, status, headers, body FROM kept_reply WHERE who = ?1 AND name = ?2 AND at > ?3",
        who,
        key,
        to_stored(now - reply_counts_for)};
    if (!row.step())
        return std::nullopt;
    kept_reply out;
    const auto request = row.blob(0);
    std::copy_n(request.begin(), std::min(request.size(), out.request.size()), out.request.begin());
    out.status = row.number<unsigned>(1);
    out.headers = row.text(2);
    out.body = row.text(3);
    return out;
}

void keep_reply(
    database& where, const std::string& who, const std::string& key, const kept_reply& what, wall_time now
)
{
    statement{
        where,
        "INSERT INTO kept_reply (who, name, request, status, headers, body, at) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6, ?7)"
        " ON CONFLICT (who, name) DO UPDATE SET request = excluded.request, status = excluded.status,"
        " headers = excluded.headers, body = excluded.body, at = excluded.at",
        who,
        key,
        std::span<const std::uint8_t>{what.request},
        what.status,
        what.headers,
        what.body,
        to_stored(now)}
        .run();
}

}  // namespace loa
