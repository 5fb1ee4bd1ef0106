#include "gateway/ledger/ledger_schema.hpp"

#include <array>

namespace loa {
namespace {

// Times are milliseconds since 1970, UTC. States and roles are the values of the enumerations in
// gateway/core. What changes with every record (batch) is apart from what never does (batch_members), so that
// a record writes little. The indexes for claiming hold open batches only: when a broadcast is over they hold
// nothing of it.
constexpr auto version_1 = R"sql(
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE broadcast (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    bulletin TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    department TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    expires_at INTEGER,
    not_after INTEGER NOT NULL,
    taken_in INTEGER NOT NULL,
    planned_at INTEGER,
    first_sent_at INTEGER,
    finished_at INTEGER,
    UNIQUE (source, bulletin, version)
);
CREATE INDEX broadcast_live ON broadcast (state, urgency, taken_in) WHERE finished_at IS NULL;

CREATE TABLE content (
    broadcast INTEGER NOT NULL PRIMARY KEY REFERENCES broadcast (id),
    json TEXT NOT NULL
);

CREATE TABLE lane (
    id INTEGER PRIMARY KEY,
    broadcast INTEGER NOT NULL REFERENCES broadcast (id),
    channel TEXT NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT NOT NULL,
    contact INTEGER NOT NULL,
    destinations INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    totals BLOB,
    UNIQUE (broadcast, channel)
);

CREATE TABLE batch (
    lane INTEGER NOT NULL REFERENCES lane (id),
    seq INTEGER NOT NULL,
    channel TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    size INTEGER NOT NULL,
    open INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    due INTEGER NOT NULL,
    owner TEXT NOT NULL,
    lease INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    marks BLOB NOT NULL,
    causes BLOB NOT NULL,
    PRIMARY KEY (lane, seq)
);
CREATE INDEX batch_due ON batch (channel, urgency, due, lane, seq) WHERE open > 0;
CREATE INDEX batch_open ON batch (lane) WHERE open > 0;

CREATE TABLE batch_members (
    lane INTEGER NOT NULL REFERENCES lane (id),
    seq INTEGER NOT NULL,
    members BLOB NOT NULL,
    PRIMARY KEY (lane, seq)
);

CREATE TABLE cause (
    broadcast INTEGER NOT NULL REFERENCES broadcast (id),
    id INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (broadcast, id),
    UNIQUE (broadcast, words)
);

CREATE TABLE suppression (
    contact INTEGER NOT NULL,
    address TEXT NOT NULL,
    cause TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (contact, address)
);

CREATE TABLE channel_pause (
    channel TEXT NOT NULL PRIMARY KEY,
    paused_by TEXT NOT NULL,
    since INTEGER NOT NULL
);
)sql";

constexpr std::array migrations{version_1};

}  // namespace

const store_schema& ledger_schema() noexcept
{
    static constexpr store_schema schema{"ledger", 0x4c6f614c, migrations};  // "LoaL"
    return schema;
}

}  // namespace loa
