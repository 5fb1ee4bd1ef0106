#include "gateway/core/draft_desk.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <limits>

namespace loa {
namespace {

constexpr auto one_draft =
    "SELECT d.id, d.revision, d.author, coalesce(u.name, ''), d.state, d.title, d.json, d.start_at, "
    "d.version,"
    " d.broadcast, d.comment, d.created, d.changed FROM draft d LEFT JOIN user u ON u.id = d.author WHERE "
    "d.id = ?1";
constexpr auto draft_by_broadcast =
    "SELECT d.id, d.revision, d.author, coalesce(u.name, ''), d.state, d.title, d.json, d.start_at, "
    "d.version,"
    " d.broadcast, d.comment, d.created, d.changed FROM draft d LEFT JOIN user u ON u.id = d.author"
    " WHERE d.broadcast = ?1";
constexpr auto newest_drafts =
    "SELECT d.id, d.revision, d.author, coalesce(u.name, ''), d.state, d.title, d.json, d.start_at, "
    "d.version,"
    " d.broadcast, d.comment, d.created, d.changed FROM draft d LEFT JOIN user u ON u.id = d.author"
    " WHERE (d.changed, d.id) < (?1, ?2) AND (?3 = 0 OR d.author = ?3) AND (?4 IS NULL OR d.state = ?4)"
    " ORDER BY d.changed DESC, d.id DESC LIMIT ?5";

draft read_draft(const statement& row)
{
    draft out;
    out.id = row.integer(0);
    out.revision = row.number<std::uint64_t>(1);
    out.author = row.integer(2);
    out.author_name = row.text(3);
    out.state = row.number<draft_state>(4);
    out.title = row.text(5);
    out.json = row.text(6);
    out.start_at = from_stored(row.maybe_integer(7));
    out.version = row.number<std::uint32_t>(8);
    out.broadcast = row.maybe_integer(9);
    out.comment = row.text(10);
    out.created = from_stored(row.integer(11));
    out.changed = from_stored(row.integer(12));
    return out;
}

class sqlite_draft_desk final : public draft_desk {
public:
    sqlite_draft_desk(database& where, const sqlite_params& params) : store_{where}, params_{params} {}

    std::int64_t add(const draft& what) override
    {
        const auto now = to_stored(store_now(params_));
        statement row{
            store_,
            "INSERT INTO draft (revision, author, state, title, json, start_at, version, comment, created, "
            "changed)"
            " VALUES (1, ?1, ?2, ?3, ?4, ?5, 1, '', ?6, ?6) RETURNING id",
            what.author,
            draft_state::open,
            what.title,
            what.json,
            to_stored(what.start_at),
            now};
        row.step();
        return row.integer(0);
    }

    std::optional<draft> find(std::int64_t id) override
    {
        statement row{store_, one_draft, id};
        return row.step() ? std::optional{read_draft(row)} : std::nullopt;
    }

    std::optional<draft> find_by_broadcast(broadcast_id id) override
    {
        statement row{store_, draft_by_broadcast, id};
        return row.step() ? std::optional{read_draft(row)} : std::nullopt;
    }

    std::vector<draft> drafts(
        std::int64_t author,
        std::optional<draft_state> state,
        std::optional<draft_place> after,
        std::size_t most
    ) override
    {
        constexpr auto last = std::numeric_limits<std::int64_t>::max();
        std::vector<draft> out;
        statement rows{
            store_,
            newest_drafts,
            after ? to_stored(after->changed) : last,
            after ? after->id : last,
            author,
            state,
            most};
        while (rows.step()) out.push_back(read_draft(rows));
        return out;
    }

    std::uint64_t change(const draft& what) override
    {
        const auto changed =
            statement{
                store_,
                "UPDATE draft SET revision = revision + 1, title = ?3, json = ?4, start_at = ?5, changed = ?6"
                " WHERE id = ?1 AND revision = ?2 AND state = ?7",
                what.id,
                what.revision,
                what.title,
                what.json,
                to_stored(what.start_at),
                to_stored(store_now(params_)),
                draft_state::open}
                .run();
        if (changed == 0)
            refuse_change(what.id, what.revision);
        return what.revision + 1;
    }

    void remove(std::int64_t id, std::uint64_t revision) override
    {
        const auto removed =
            statement{
                store_,
                "DELETE FROM draft WHERE id = ?1 AND revision = ?2 AND state = ?3",
                id,
                revision,
                draft_state::open}
                .run();
        if (removed == 0)
            refuse_change(id, revision);
    }

    void note_submission(std::int64_t id, std::uint64_t revision, broadcast_id broadcast) override
    {
        const auto changed =
            statement{
                store_,
                "UPDATE draft SET revision = revision + 1, state = ?4, broadcast = ?3, comment = '', changed "
                "= ?5"
                " WHERE id = ?1 AND revision = ?2 AND state = ?6",
                id,
                revision,
                broadcast,
                draft_state::submitted,
                to_stored(store_now(params_)),
                draft_state::open}
                .run();
        if (changed == 0)
            refuse_change(id, revision);
    }

    void reopen(std::int64_t id, const std::string& comment) override
    {
        const auto changed =
            statement{
                store_,
                "UPDATE draft SET revision = revision + 1, state = ?3, version = version + 1, comment = ?2, "
                "changed = ?4"
                " WHERE id = ?1 AND state = ?5",
                id,
                comment,
                draft_state::open,
                to_stored(store_now(params_)),
                draft_state::submitted}
                .run();
        if (changed == 0)
            refuse_open(id);
    }

    void reschedule(std::int64_t id, std::optional<wall_time> start_at) override
    {
        const auto changed =
            statement{
                store_,
                "UPDATE draft SET revision = revision + 1, start_at = ?2, changed = ?3 WHERE id = ?1 AND "
                "state = ?4",
                id,
                to_stored(start_at),
                to_stored(store_now(params_)),
                draft_state::submitted}
                .run();
        if (changed == 0)
            refuse_open(id);
    }

private:
    [[noreturn]] void refuse_open(std::int64_t id)
    {
        must_find(id);
        throw desk_refusal{
            desk_refusal::kind::conflict,
            "not_submitted",
            "draft " + std::to_string(id) + " is open already"};
    }

    draft must_find(std::int64_t id)
    {
        auto found = find(id);
        if (!found)
            throw desk_refusal{
                desk_refusal::kind::not_found, "not_found", "there is no draft " + std::to_string(id)};
        return std::move(*found);
    }

    /// Says why nothing was changed.
    [[noreturn]] void refuse_change(std::int64_t id, std::uint64_t revision)
    {
        const auto found = must_find(id);
        if (found.state == draft_state::submitted)
            throw desk_refusal{
                desk_refusal::kind::conflict,
                "submitted",
                "draft " + std::to_string(id) +
                    " was submitted: recall it, have it given back, or correct it"};
        throw desk_refusal{
            desk_refusal::kind::conflict,
            "changed",
            "draft " + std::to_string(id) + " is revision " + std::to_string(found.revision) + " now, not " +
                std::to_string(revision)};
    }

    database& store_;
    const sqlite_params& params_;
};

}  // namespace

std::unique_ptr<draft_desk> make_draft_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_draft_desk>(where, params);
}

}  // namespace loa
