#include "gateway/core/user_desk.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/lock_out.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/key_rows.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace loa {
namespace {

using kind = desk_refusal::kind;

user read_user(const statement& row)
{
    user out;
    out.id = row.integer(0);
    out.name = row.text(1);
    out.full_name = row.text(2);
    out.mailbox = row.text(3);
    out.roles = user_roles::from_bits(row.number<std::uint8_t>(4));
    out.is_active = row.integer(5) != 0;
    out.has_password = !row.text(6).empty();
    out.must_change_password = row.integer(7) != 0;
    out.revision = row.number<std::uint64_t>(8);
    out.created = from_stored(row.integer(9));
    out.last_sign_in = from_stored(row.maybe_integer(10));
    return out;
}

/// The address of a proxy on this machine is that of everybody behind it: a stranger must not lock them all
/// out.
bool is_of_many(std::string_view peer) noexcept
{
    return peer.starts_with("127.") || peer == "::1";
}

class sqlite_user_desk final : public user_desk {
public:
    sqlite_user_desk(database& where, const sqlite_params& params) : where_{where}, params_{params} {}

    std::vector<user> users() override
    {
        std::vector<user> out;
        statement rows{
            where_,
            "SELECT id, name, full_name, mailbox, roles, active, password, must_change, revision, created, "
            "last_sign_in"
            " FROM user ORDER BY name"};
        while (rows.step()) out.push_back(read_user(rows));
        return out;
    }

    std::optional<user> find(std::int64_t id) override
    {
        statement row{
            where_,
            "SELECT id, name, full_name, mailbox, roles, active, password, must_change, revision, created, "
            "last_sign_in"
            " FROM user WHERE id = ?1",
            id};
        return row.step() ? std::optional{read_user(row)} : std::nullopt;
    }

    std::optional<user> find(const std::string& name) override
    {
        statement row{
            where_,
            "SELECT id, name, full_name, mailbox, roles, active, password, must_change, revision, created, "
            "last_sign_in"
            " FROM user WHERE name = ?1",
            name};
        return row.step() ? std::optional{read_user(row)} : std::nullopt;
    }

    std::int64_t add(const user& who, const std::string& password) override
    {
        transaction all{where_};
        refuse_taken(who);
        statement{
            where_,
            "INSERT INTO user (name, full_name, mailbox, roles, active, password, must_change, revision, "
            "created)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8)",
            who.name,
            who.full_name,
            who.mailbox,
            who.roles.bits(),
            who.is_active,
            password,
            who.must_change_password,
            to_stored(store_now(params_))}
            .run();
        const auto id = find(who.name)->id;
        all.commit();
        return id;
    }

    void change(const user& who) override
    {
        transaction all{where_};
        const auto stored = must_find(who.id);
        if (stored.revision != who.revision)
            throw desk_refusal{
                kind::conflict, "changed", "the user was changed since you read it; read it again"};
        refuse_taken(who);
        statement{
            where_,
            "UPDATE user SET name = ?2, full_name = ?3, mailbox = ?4, roles = ?5, active = ?6, revision = "
            "revision + 1"
            " WHERE id = ?1",
            who.id,
            who.name,
            who.full_name,
            who.mailbox,
            who.roles.bits(),
            who.is_active}
            .run();
        const bool was_one = stored.is_active && stored.roles.has(user_role::administrator);
        if (was_one && !has_administrator())
            throw desk_refusal{
                kind::conflict,
                "last_administrator",
                "this is the last active administrator; make another user administrator first"};
        all.commit();
    }

    void set_password(std::int64_t id, const std::string& password, bool must_change) override
    {
        const auto changed =
            statement{
                where_,
                "UPDATE user SET password = ?2, must_change = ?3, revision = revision + 1 WHERE id = ?1",
                id,
                password,
                must_change}
                .run();
        if (changed == 0)
            throw no_such_user();
    }

    std::string password(std::int64_t id) override
    {
        statement row{where_, "SELECT password FROM user WHERE id = ?1", id};
        return row.step() ? std::string{row.text(0)} : std::string{};
    }

    void note_sign_in(const sign_in_record& what) override { note(what); }

    std::vector<sign_in_record> sign_ins(std::size_t most, std::optional<wall_time> before) override
    {
        std::vector<sign_in_record> out;
        statement rows{
            where_,
            "SELECT at, name, peer, succeeded, why FROM sign_in WHERE at < ?1 ORDER BY at DESC, id DESC",
            before ? to_stored(*before) : std::numeric_limits<std::int64_t>::max()};
        while (rows.step()) {
            const auto at = from_stored(rows.integer(0));
            // What happened in one millisecond is never split between two pages.
            if (out.size() >= most && (out.empty() || at != out.back().at))
                break;
            out.push_back(
                {at,
                 std::string{rows.text(1)},
                 std::string{rows.text(2)},
                 rows.integer(3) != 0,
                 std::string{rows.text(4)}}
            );
        }
        return out;
    }

    sign_in_failures failures(const std::string& name) override
    {
        statement row{
            where_,
            "SELECT count, locked_until FROM sign_in_failures WHERE name = ?1 AND failed > ?2",
            name,
            to_stored(store_now(params_) - failures_remembered)};
        if (!row.step())
            return {};
        return {row.number<std::uint32_t>(0), from_stored(row.maybe_integer(1))};
    }

    void add_session(const session& what) override { loa::add_session(where_, what); }
    std::optional<session> find_session(const token_hash& hash) override
    {
        return loa::find_session(where_, hash);
    }
    void touch_session(const token_hash& hash, wall_time seen, wall_time expires) override
    {
        statement{
            where_,
            "UPDATE session SET seen = ?2, expires = ?3 WHERE hash = ?1",
            std::span<const std::uint8_t>{hash},
            to_stored(seen),
            to_stored(expires)}
            .run();
    }
    void end_session(const token_hash& hash) override
    {
        statement{where_, "DELETE FROM session WHERE hash = ?1", std::span<const std::uint8_t>{hash}}.run();
    }
    std::uint64_t end_sessions(std::int64_t of, const token_hash* but) override
    {
        const std::span<const std::uint8_t> kept =
            but ? std::span<const std::uint8_t>{*but} : std::span<const std::uint8_t>{};
        return statement{where_, "DELETE FROM session WHERE user = ?1 AND hash <> ?2", of, kept}.run();
    }

    std::int64_t add_key(const api_key& what, const token_hash& hash) override
    {
        return loa::add_key(where_, what, hash);
    }
    std::vector<api_key> keys() override { return loa::keys(where_); }
    std::optional<api_key> find_key(const token_hash& hash) override { return loa::find_key(where_, hash); }
    void note_key_use(std::int64_t id, wall_time at) override
    {
        statement{where_, "UPDATE api_key SET last_used = ?2 WHERE id = ?1", id, to_stored(at)}.run();
    }
    bool revoke_key(std::int64_t id) override
    {
        return statement{
                   where_,
                   "UPDATE api_key SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL",
                   id,
                   to_stored(store_now(params_))}
                   .run() != 0;
    }

    std::optional<kept_reply> find_reply(const std::string& who, const std::string& key) override
    {
        return loa::find_reply(where_, who, key, store_now(params_));
    }
    void keep_reply(const std::string& who, const std::string& key, const kept_reply& what) override
    {
        loa::keep_reply(where_, who, key, what, store_now(params_));
    }

private:
    static desk_refusal no_such_user() { return {kind::not_found, "not_found", "there is no such user"}; }

    user must_find(std::int64_t id)
    {
        auto found = find(id);
        if (!found)
            throw no_such_user();
        return std::move(*found);
    }

    void refuse_taken(const user& who)
    {
        const auto other = find(who.name);
        if (other && other->id != who.id)
            throw desk_refusal{kind::conflict, "name_taken", "there is a user of this name already"};
    }

    bool has_administrator()
    {
        const auto all = users();
        return std::ranges::any_of(all, [](const user& one) {
            return one.is_active && one.roles.has(user_role::administrator);
        });
    }

    void note(const sign_in_record& what)
    {
        const bool is_locked = what.why == "locked";
        // Who hammers at a locked door is written down once a minute, whatever names he calls, and takes no
        // turn to write.
        if (is_locked && was_locked_out_since(what.at - std::chrono::minutes{1}, what.peer))
            return;
        transaction all{where_};
        statement{
            where_,
            "INSERT INTO sign_in (at, name, peer, succeeded, why) VALUES (?1, ?2, ?3, ?4, ?5)",
            to_stored(what.at),
            what.name,
            what.peer,
            what.succeeded,
            what.why}
            .run();
        std::vector<std::string> counted{what.name};
        if (!is_of_many(what.peer))
            counted.push_back("peer:" + what.peer);
        for (const auto& name : counted) {
            if (what.succeeded)
                statement{where_, "DELETE FROM sign_in_failures WHERE name = ?1", name}.run();
            else if (!is_locked)
                count_failure(name, what.at);
        }
        if (what.succeeded)
            statement{
                where_, "UPDATE user SET last_sign_in = ?2 WHERE name = ?1", what.name, to_stored(what.at)}
                .run();
        all.commit();
    }

    bool was_locked_out_since(wall_time since, const std::string& peer)
    {
        statement row{
            where_,
            "SELECT 1 FROM sign_in WHERE at > ?1 AND peer = ?2 AND why = 'locked' LIMIT 1",
            to_stored(since),
            peer};
        return row.step();
    }

    void count_failure(const std::string& name, wall_time at)
    {
        const auto count = failures(name).count + 1;
        const auto wait = lock_out(count);
        const auto until = wait.count() == 0 ? std::nullopt : std::optional{at + wait};
        statement{
            where_,
            "INSERT INTO sign_in_failures (name, count, failed, locked_until) VALUES (?1, ?2, ?3, ?4) ON "
            "CONFLICT (name)"
            " DO UPDATE SET count = excluded.count, failed = excluded.failed, locked_until = "
            "excluded.locked_until",
            name,
            count,
            to_stored(at),
            to_stored(until)}
            .run();
    }

    database& where_;
    const sqlite_params params_;
};

}  // namespace

std::unique_ptr<user_desk> make_user_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_user_desk>(where, params);
}

}  // namespace loa
