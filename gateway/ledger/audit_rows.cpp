#include "gateway/core/audit_log.hpp"
#include "gateway/ledger/audit_hash.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/snapshot.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <limits>

namespace loa {
namespace {

audit_entry read_entry(const statement& row)
{
    audit_entry out;
    out.seq = row.integer(0);
    out.at = from_stored(row.integer(1));
    out.who = row.text(2);
    out.peer = row.text(3);
    out.action = row.text(4);
    out.subject = row.text(5);
    out.before = row.text(6);
    out.after = row.text(7);
    return out;
}

constexpr auto newest_first =
    "SELECT seq, at, who, peer, action, subject, before, after, hash FROM audit WHERE seq < ?1 AND at >= ?2 "
    "AND at < ?3"
    " AND substr(who, 1, length(?4)) = ?4 AND substr(action, 1, length(?5)) = ?5"
    " AND substr(subject, 1, length(?6)) = ?6 ORDER BY seq DESC LIMIT ?7";
constexpr auto oldest_first =
    "SELECT seq, at, who, peer, action, subject, before, after, hash FROM audit WHERE seq < ?1 AND at >= ?2 "
    "AND at < ?3"
    " AND substr(who, 1, length(?4)) = ?4 AND substr(action, 1, length(?5)) = ?5"
    " AND substr(subject, 1, length(?6)) = ?6 ORDER BY seq LIMIT ?7";

constexpr auto whole = std::numeric_limits<std::int64_t>::max();

/// Tells the chosen entries until there are no more.
void read_entries(
    database& where,
    const char* sql,
    const audit_filter& which,
    std::int64_t most,
    const std::function<void(const audit_entry&)>& tell
)
{
    statement rows{
        where,
        sql,
        which.before_seq.value_or(whole),
        which.from ? to_stored(*which.from) : std::numeric_limits<std::int64_t>::min(),
        which.to ? to_stored(*which.to) : whole,
        which.who,
        which.action,
        which.subject,
        most};
    while (rows.step()) {
        auto one = read_entry(rows);
        one.hash = to_hex(rows.blob(8));
        tell(one);
    }
}

/// An end of the chain: the entry before the first, or the last.
struct chain_end {
    std::int64_t seq = 0;
    audit_hash hash{};
};

chain_end read_end(database& where, const char* place)
{
    statement row{where, "SELECT seq, hash FROM audit_chain WHERE place = ?1", place};
    if (!row.step() || row.blob(1).size() != audit_hash{}.size())
        throw store_error{"the ledger has lost the ends of its audit log; restore it from a backup"};
    chain_end out;
    out.seq = row.integer(0);
    std::ranges::copy(row.blob(1), out.hash.begin());
    return out;
}

class sqlite_audit_log final : public audit_log {
public:
    sqlite_audit_log(database& where, const sqlite_params& params) : where_{where}, params_{params} {}

    void add(
        const actor& who,
        std::string_view action,
        std::string_view subject,
        std::string_view before,
        std::string_view after
    ) override
    {
        transaction all{where_};
        const auto last = read_end(where_, "end");
        audit_entry one;
        one.seq = last.seq + 1;
        one.at = store_now(params_);
        one.who = who.name;
        one.peer = who.peer;
        one.action = action;
        one.subject = subject;
        one.before = before;
        one.after = after;
        const auto hash = hash_after(last.hash, one);
        const std::span<const std::uint8_t> stored{hash};
        statement{
            where_,
            "INSERT INTO audit (seq, at, who, peer, action, subject, before, after, hash)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            one.seq,
            to_stored(one.at),
            one.who,
            one.peer,
            one.action,
            one.subject,
            one.before,
            one.after,
            stored}
            .run();
        statement{where_, "UPDATE audit_chain SET seq = ?1, hash = ?2 WHERE place = 'end'", one.seq, stored}
            .run();
        all.commit();
    }

    std::vector<audit_entry> entries(const audit_filter& which, std::size_t most) override
    {
        std::vector<audit_entry> out;
        read_entries(
            where_,
            newest_first,
            which,
            static_cast<std::int64_t>(most),
            [&](const audit_entry& one) { out.push_back(one); }
        );
        return out;
    }

    void each(const audit_filter& which, const std::function<void(const audit_entry&)>& tell) override
    {
        read_entries(where_, oldest_first, which, whole, tell);
    }

    audit_check verify() override
    {
        const snapshot moment{where_};
        const auto start = read_end(where_, "start"), end = read_end(where_, "end");
        audit_check out;
        out.first_seq = start.seq + 1;
        auto last = start;
        statement rows{
            where_,
            "SELECT seq, at, who, peer, action, subject, before, after, hash FROM audit ORDER BY seq"};
        while (rows.step()) {
            const auto one = read_entry(rows);
            const auto next = hash_after(last.hash, one);
            if (one.seq != last.seq + 1)
                return broken(out, last, last.seq + 1, "the entry is missing");
            if (!std::ranges::equal(next, rows.blob(8)))
                return broken(out, last, one.seq, "the entry is not what was written, or not in its place");
            last = {one.seq, next};
            ++out.entries;
        }
        if (last.seq < end.seq)
            return broken(out, last, last.seq + 1, "the entries from here to the end are missing");
        if (last.seq != end.seq || last.hash != end.hash)
            return broken(out, last, last.seq, "it is not the last entry that was written");
        return ended(out, last);
    }

private:
    static audit_check& ended(audit_check& out, const chain_end& last)
    {
        out.last_seq = last.seq;
        out.last_hash = to_hex(last.hash);
        return out;
    }

    static audit_check& broken(audit_check& out, const chain_end& last, std::int64_t at, const char* what)
    {
        out.broken_at = at;
        out.what = what;
        return ended(out, last);
    }

    database& where_;
    const sqlite_params params_;
};

}  // namespace

std::unique_ptr<audit_log> make_audit_log(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_audit_log>(where, params);
}

}  // namespace loa
