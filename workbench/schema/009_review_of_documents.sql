-- An analyst's word on what a source was read to say. Withdrawn, never deleted. The tables mention,
-- attribute, person_status, claim and indicator hold what the words in force make of it; what was
-- read stands in the suggested_ tables, so that words can be withdrawn and given again to a source
-- that is read anew.
CREATE TABLE correction (
    correction_id    INTEGER PRIMARY KEY,
    source_id        INTEGER NOT NULL,
    object_kind      VARCHAR NOT NULL,            -- vocabulary.ReviewedKind
    object_id        BIGINT NOT NULL,
    decision         VARCHAR NOT NULL,            -- vocabulary.ReviewDecision
    change           JSON NOT NULL,               -- the columns and attributes that it sets; {} where none
    reason           VARCHAR NOT NULL,
    author           VARCHAR NOT NULL,
    made_at_utc      TIMESTAMP NOT NULL,
    withdrawn_by     VARCHAR,
    withdrawn_at_utc TIMESTAMP,
    withdrawn_reason VARCHAR
);

-- A sign that a person may be trafficked, or smuggled under aggravated circumstances.
CREATE TABLE indicator (
    indicator_id BIGINT PRIMARY KEY,
    source_id    INTEGER NOT NULL,
    code         VARCHAR NOT NULL,                -- of ingest/language/data/indicators.toml
    mention_id   BIGINT,                          -- the person; NULL where the sentence names nobody
    written      VARCHAR NOT NULL,                -- the words that say so
    state        VARCHAR NOT NULL DEFAULT 'suggested', -- vocabulary.ClaimState
    sheet        VARCHAR,
    row_number   BIGINT,
    passage_no   INTEGER,
    start_char   INTEGER,
    end_char     INTEGER
);

-- What was read, for every object that a word was said on; what was added by hand, as it was added.
-- Each has the columns of its table, in their order; a migration that adds one adds it here too.
CREATE TABLE suggested_mention AS FROM mention LIMIT 0;
CREATE TABLE suggested_attribute AS FROM attribute LIMIT 0;
CREATE TABLE suggested_status AS FROM person_status LIMIT 0;
CREATE TABLE suggested_claim AS FROM claim LIMIT 0;
CREATE TABLE suggested_indicator AS FROM indicator LIMIT 0;

-- The ids that mentions have or had: a refused mention may come back, so its id is not given again.
CREATE VIEW mention_number AS
SELECT mention_id FROM mention UNION ALL SELECT mention_id FROM suggested_mention;

-- Grain: one object with the latest word in force on it.
CREATE VIEW reviewed AS
SELECT object_kind, object_id, arg_max(decision, correction_id) AS decision,
    max(correction_id) AS correction_id, bool_or(decision = 'correct') AS corrected,
    bool_or(decision = 'add') AS added
FROM correction WHERE withdrawn_at_utc IS NULL
GROUP BY object_kind, object_id;

-- A protected person handed on to a service that helps. Holds pseudonyms, never names.
CREATE TABLE referral (
    referral_id INTEGER PRIMARY KEY,
    pseudonym   VARCHAR NOT NULL,
    service     VARCHAR NOT NULL,                 -- vocabulary.Service
    recipient   VARCHAR NOT NULL,                 -- the office, in words
    consent     VARCHAR NOT NULL,                 -- vocabulary.Consent
    made_by     VARCHAR NOT NULL,
    made_at_utc TIMESTAMP NOT NULL
);

-- The indicators a referral was made for.
CREATE TABLE referral_indicator (
    referral_id  INTEGER NOT NULL,
    indicator_id BIGINT NOT NULL,
    PRIMARY KEY (referral_id, indicator_id)
);

-- Every change of a referral; the latest is its state.
CREATE TABLE referral_event (
    referral_id INTEGER NOT NULL,
    event_no    INTEGER NOT NULL,
    state       VARCHAR NOT NULL,                 -- vocabulary.ReferralState
    note        VARCHAR NOT NULL,                 -- without personal data
    next_date   DATE,
    made_by     VARCHAR NOT NULL,
    made_at_utc TIMESTAMP NOT NULL,
    PRIMARY KEY (referral_id, event_no)
);
