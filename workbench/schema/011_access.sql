-- Who may use the case. Without a row, whoever opens the folder, as on one laptop.
CREATE TABLE account (
    user_name        VARCHAR PRIMARY KEY,
    role             VARCHAR NOT NULL,            -- of workbench/access/data/roles.toml
    password_hash    VARCHAR NOT NULL,            -- argon2id, with its salt and cost
    must_change      BOOLEAN NOT NULL,            -- the password was given by somebody else
    disabled         BOOLEAN NOT NULL DEFAULT false,
    failures         INTEGER NOT NULL DEFAULT 0,  -- wrong passwords since the last right one
    locked_until_utc TIMESTAMP,
    made_by          VARCHAR NOT NULL,
    made_at_utc      TIMESTAMP NOT NULL,
    password_at_utc  TIMESTAMP NOT NULL
);

-- A source that a user may see although the role's handling codes do not include its own.
CREATE TABLE clearance (
    source_id        INTEGER NOT NULL,
    user_name        VARCHAR NOT NULL,
    reason           VARCHAR NOT NULL,
    given_by         VARCHAR NOT NULL,
    given_at_utc     TIMESTAMP NOT NULL,
    withdrawn_by     VARCHAR,
    withdrawn_at_utc TIMESTAMP
);

-- A protected person shown under the true name, to one user, for some hours.
CREATE TABLE unlocking (
    unlocking_id   INTEGER PRIMARY KEY,
    entity_id      VARCHAR NOT NULL,
    user_name      VARCHAR NOT NULL,              -- for whom
    named_person   VARCHAR NOT NULL,              -- who answers for it: the user, or whoever is named where there are no accounts
    reason         VARCHAR NOT NULL,              -- names no protected person
    covers_exports BOOLEAN NOT NULL,
    made_at_utc    TIMESTAMP NOT NULL,
    ends_at_utc    TIMESTAMP NOT NULL,
    ended_at_utc   TIMESTAMP                      -- where it was ended before
);

-- When it is to be looked at whether a source is still needed; the latest row of a source counts.
CREATE TABLE retention (
    retention_id INTEGER PRIMARY KEY,
    source_id    INTEGER NOT NULL,
    review_on    DATE NOT NULL,
    reason       VARCHAR NOT NULL,
    set_by       VARCHAR NOT NULL,
    set_at_utc   TIMESTAMP NOT NULL
);

-- What was erased: never what it said. Exports that had carried it stand beside it.
CREATE TABLE erasure (
    erasure_id    INTEGER PRIMARY KEY,
    object        VARCHAR NOT NULL,               -- 'source-3', 'person-12'
    reason        VARCHAR NOT NULL,
    sha256        VARCHAR,                        -- of the original whose bytes were removed
    rows_erased   JSON NOT NULL,                  -- rows by table
    exports       INTEGER[] NOT NULL,             -- exports made while it was in the case
    kept          VARCHAR NOT NULL,               -- what stays and why; '' where nothing does
    made_by       VARCHAR NOT NULL,
    made_at_utc   TIMESTAMP NOT NULL
);

-- A mention of a person whose data were to be erased, in a source that must stay as evidence: the
-- person is shown under a pseudonym from then on (Directive (EU) 2016/680, art. 16(3)).
CREATE TABLE restriction (mention_id BIGINT PRIMARY KEY, erasure_id INTEGER NOT NULL);

-- What the case says of a source, put right: what stood there before is kept beside it.
CREATE TABLE rectification (
    rectification_id INTEGER PRIMARY KEY,
    object           VARCHAR NOT NULL,            -- 'source-3'
    field            VARCHAR NOT NULL,
    value_before     VARCHAR,
    value_after      VARCHAR,
    reason           VARCHAR NOT NULL,
    made_by          VARCHAR NOT NULL,
    made_at_utc      TIMESTAMP NOT NULL
);
