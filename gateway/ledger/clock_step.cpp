#include "gateway/ledger/clock_step.hpp"

#include "gateway/ledger/store_clock.hpp"

#include <charconv>
#include <string>

namespace loa {
namespace {

using namespace std::chrono_literals;

// Written so often and no more: a transaction that has nothing else to write stays cheap.
constexpr auto remember_every = 1s;
// What time servers correct in passing is no step.
constexpr auto tolerated = 2s;

std::optional<wall_time> read_last(database& where)
{
    statement row{where, "SELECT value FROM setting WHERE name = 'last_seen'"};
    if (!row.step())
        return std::nullopt;
    const auto text = row.blob(0);
    std::int64_t when = 0;
    const auto* first = reinterpret_cast<const char*>(text.data());
    if (std::from_chars(first, first + text.size(), when).ec != std::errc{})
        return std::nullopt;
    return from_stored(when);
}

void write_last(database& where, wall_time now)
{
    const auto text = std::to_string(to_stored(now));
    statement{
        where,
        "INSERT INTO setting (name, value) VALUES ('last_seen', ?1) ON CONFLICT (name) DO UPDATE SET value = "
        "excluded.value",
        bytes(text.begin(), text.end())}
        .run();
}

}  // namespace

void clock_step::follow(database& where, wall_time now, logger& log)
{
    if (stored_ && now >= *stored_ && now < *stored_ + remember_every)
        return;
    stored_ = read_last(where);
    if (stored_ && now >= *stored_ && now < *stored_ + remember_every)
        return;
    if (stored_ && now < *stored_ && now > *stored_ - tolerated)
        return;
    if (stored_ && now < *stored_) {
        const auto back = *stored_ - now;
        statement{
            where,
            "UPDATE batch SET due = due - ?1, lease_until = CASE WHEN lease_until > ?1 THEN lease_until - ?1 "
            "ELSE 0 END WHERE open > 0",
            back.count()}
            .run();
        log.warn(
            "the clock was put back: what is due and what is leased moves along",
            {{"by_s", std::chrono::duration_cast<std::chrono::seconds>(back).count()}}
        );
        write_last(where, now);
        stored_.reset();  // this transaction may yet be undone
        return;
    }
    write_last(where, now);
    stored_ = now;
}

}  // namespace loa
