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

// What the API brings: approval, canaries, counters kept with each record, users, drafts, the audit log, receipts.
// broadcast.schedule: what was approved; start_at: when it starts, not sooner than it can be recalled. lane.live: NULL: not
// counted yet; empty: cannot be counted. lane.canary: values of canary_state.
constexpr auto version_2 = R"sql(
ALTER TABLE broadcast ADD COLUMN needs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcast ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE broadcast ADD COLUMN submitted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE broadcast ADD COLUMN submitted_by_user INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcast ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE broadcast ADD COLUMN approved_hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE broadcast ADD COLUMN approved_at INTEGER;
ALTER TABLE broadcast ADD COLUMN schedule INTEGER;
ALTER TABLE broadcast ADD COLUMN start_at INTEGER;
ALTER TABLE broadcast ADD COLUMN content_area INTEGER;
ALTER TABLE broadcast ADD COLUMN quiet_override INTEGER;
UPDATE broadcast SET needs = 1 WHERE state = 1;
UPDATE broadcast SET content_area =
    (SELECT json_extract(json, '$.content_area') FROM content WHERE content.broadcast = broadcast.id);
CREATE INDEX broadcast_state ON broadcast (state, id);
CREATE INDEX broadcast_area ON broadcast (content_area, id);
CREATE INDEX broadcast_department ON broadcast (department, id);
CREATE INDEX broadcast_urgency ON broadcast (urgency, id);
CREATE INDEX broadcast_source ON broadcast (source, id);
CREATE INDEX broadcast_taken_in ON broadcast (taken_in);

ALTER TABLE lane ADD COLUMN live BLOB;
ALTER TABLE lane ADD COLUMN canary INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN canary_most_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN canary_least INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN canary_patience INTEGER NOT NULL DEFAULT 0;

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    roles INTEGER NOT NULL,
    active INTEGER NOT NULL,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    last_sign_in INTEGER
);

CREATE TABLE session (
    hash BLOB NOT NULL PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES user (id),
    csrf TEXT NOT NULL,
    peer TEXT NOT NULL,
    agent TEXT NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    expires INTEGER NOT NULL
);
CREATE INDEX session_user ON session (user);

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    roles INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_used INTEGER,
    revoked INTEGER
);

CREATE TABLE sign_in (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    peer TEXT NOT NULL,
    succeeded INTEGER NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX sign_in_at ON sign_in (at);

CREATE TABLE sign_in_failures (
    name TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    locked_until INTEGER
);

CREATE TABLE kept_reply (
    who TEXT NOT NULL,
    name TEXT NOT NULL,
    request BLOB NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (who, name)
);
CREATE INDEX kept_reply_at ON kept_reply (at);

CREATE TABLE suppression_by_id (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL,
    address TEXT NOT NULL,
    cause TEXT NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (contact, address)
);
INSERT INTO suppression_by_id (contact, address, cause, since)
    SELECT contact, address, cause, since FROM suppression ORDER BY since;
DROP TABLE suppression;
ALTER TABLE suppression_by_id RENAME TO suppression;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    author INTEGER NOT NULL,
    state INTEGER NOT NULL,
    title TEXT NOT NULL,
    json TEXT NOT NULL,
    start_at INTEGER,
    version INTEGER NOT NULL,
    broadcast INTEGER,
    comment TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
);
CREATE INDEX draft_changed ON draft (changed, id);
CREATE INDEX draft_broadcast ON draft (broadcast) WHERE broadcast IS NOT NULL;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    peer TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE TABLE audit_chain (
    place TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
);
INSERT INTO audit_chain (place, seq, hash) VALUES ('start', 0, zeroblob(32)), ('end', 0, zeroblob(32));
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit WHEN NEW.seq <> (SELECT seq + 1 FROM audit_chain WHERE place = 'end')
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only appended to');
END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'entries of the audit log are never changed');
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit WHEN OLD.seq > (SELECT seq FROM audit_chain WHERE place = 'start')
BEGIN
    SELECT RAISE(ABORT, 'entries of the audit log go by loa purge only');
END;

CREATE TABLE receipt_total (
    broadcast INTEGER NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (broadcast, channel, kind)
);

CREATE TABLE receipt_seen (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
);
CREATE INDEX receipt_seen_at ON receipt_seen (at);
)sql";

// What the report counts. lane.reached_95_at: when 95 % of those who had to be reached were; NULL: not yet; 0: nobody knows,
// it was planned before this was kept. suppression.origin: values of suppression_origin. suppression_total: changes of the list
// in a quarter of an hour (time zones differ by whole ones), without whom. lane.canary_stopped_at: when its canary went badly.
constexpr auto version_3 = R"sql(
ALTER TABLE broadcast ADD COLUMN category TEXT NOT NULL DEFAULT '';
UPDATE broadcast SET category =
    coalesce((SELECT json_extract(json, '$.category') FROM content WHERE content.broadcast = broadcast.id AND json_valid(json)), '');
ALTER TABLE lane ADD COLUMN canary_stopped_at INTEGER;
CREATE INDEX audit_subject ON audit (subject, seq);

ALTER TABLE lane ADD COLUMN reached_95_at INTEGER;
UPDATE lane SET reached_95_at = 0 WHERE broadcast IN (SELECT id FROM broadcast WHERE planned_at IS NOT NULL);

ALTER TABLE suppression ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
UPDATE suppression SET origin = 1 WHERE cause = 'unsubscribed';
CREATE TABLE suppression_total (
    quarter INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    added INTEGER NOT NULL,
    lifted INTEGER NOT NULL,
    PRIMARY KEY (quarter, origin)
);
INSERT INTO suppression_total (quarter, origin, added, lifted)
    SELECT since - since % 900000, origin, count(*), 0 FROM suppression GROUP BY 1, 2;
)sql";

constexpr std::array migrations{version_1, version_2, version_3};

}  // namespace

const store_schema& ledger_schema() noexcept
{
    static constexpr store_schema schema{"ledger", 0x4c6f614c, migrations};  // "LoaL"
    return schema;
}

}  // namespace loa
