#include "gateway/ledger/directory_schema.hpp"

#include <array>

namespace loa {
namespace {

// unit.position: place in the organisation, depth first. unit.levels: a bit for each school_level; 0: those
// of the units above. unit_edge: a graph, not a tree, because a school belongs to a ward and to a cluster;
// valid_from <= time < valid_to. membership: clustered by role and unit, so that an audience is read in a few
// sweeps. Imports alone write it, and keep it in line with unit and person (foreign keys would cost a third
// of an import). shared_address: whose account (0) or mailbox (1) somebody else has too; `first` is the
// smallest number with it. person_reach: planning reads this index only, never the wide rows.
constexpr auto version_1 = R"sql(
CREATE TABLE unit (
    no INTEGER NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    levels INTEGER NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE unit_edge (
    parent INTEGER NOT NULL REFERENCES unit (no),
    child INTEGER NOT NULL REFERENCES unit (no),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    PRIMARY KEY (parent, child, valid_from)
);
CREATE INDEX unit_edge_up ON unit_edge (child, parent);

CREATE TABLE person (
    no INTEGER NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL,
    name TEXT NOT NULL,
    account TEXT,
    email TEXT,
    reach INTEGER NOT NULL
);
CREATE UNIQUE INDEX person_ref ON person (ref);
CREATE INDEX person_reach ON person (no, reach);

CREATE TABLE membership (
    role INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    no INTEGER NOT NULL,
    PRIMARY KEY (role, unit, no)
) WITHOUT ROWID;

CREATE TABLE shared_address (
    contact INTEGER NOT NULL,
    no INTEGER NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (contact, no)
);
)sql";

// directory_import: which state of the directory this is, so that what was worked out from one is not used for another.
constexpr auto version_2 = R"sql(
CREATE TABLE directory_import (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL
);
INSERT INTO directory_import (at, kind) VALUES (0, 'before');
CREATE INDEX person_account ON person (account) WHERE account IS NOT NULL;
CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;
)sql";

constexpr std::array migrations{version_1, version_2};

}  // namespace

const store_schema& directory_schema() noexcept
{
    static constexpr store_schema schema{"directory", 0x4c6f6144, migrations};  // "LoaD"
    return schema;
}

}  // namespace loa
