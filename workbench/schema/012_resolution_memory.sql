-- What a resolution found out and a later one need not find out again. All of it follows from the
-- case and may be emptied at any time; the result of a run is the same with it and without.

-- What the pairs of a kind were scored with.
CREATE TABLE scoring (
    kind        VARCHAR PRIMARY KEY,              -- vocabulary.MentionKind
    fingerprint VARCHAR NOT NULL                  -- of the model, its weights and the software
);

-- One record that was compared. A record has the id of its first mention.
CREATE TABLE scored_record (kind VARCHAR NOT NULL, record_id BIGINT NOT NULL, fingerprint UBIGINT NOT NULL);

-- One pair of records that was scored and found worth listing.
CREATE TABLE scored_pair (
    kind         VARCHAR NOT NULL,
    left_id      BIGINT NOT NULL,                 -- left_id < right_id
    right_id     BIGINT NOT NULL,
    match_weight DOUBLE NOT NULL,
    probability  DOUBLE NOT NULL,
    explanation  JSON                             -- NULL for the improbable
);

-- Weights that a kind's records taught. They stay until the case has doubled or somebody asks: a
-- small addition does not move every probability of the case.
CREATE TABLE learnt_weights (
    kind        VARCHAR PRIMARY KEY,
    fingerprint VARCHAR NOT NULL,                 -- of the model and the software
    records     BIGINT NOT NULL,
    weights     JSON NOT NULL
);

-- What judgements taught, when somebody asked: by how many bits each outcome of a comparison speaks
-- more, or less, than before. The latest of a kind that is in force counts. Withdrawn, never
-- deleted.
CREATE TABLE lesson (
    lesson_id        INTEGER PRIMARY KEY,
    kind             VARCHAR NOT NULL,
    shifts           JSON NOT NULL,               -- [{comparison, level, bits}]
    judgement_ids    INTEGER[] NOT NULL,          -- what it was learnt from
    author           VARCHAR NOT NULL,
    made_at_utc      TIMESTAMP NOT NULL,
    withdrawn_by     VARCHAR,
    withdrawn_at_utc TIMESTAMP,
    withdrawn_reason VARCHAR
);

-- Two mentions that evidence keeps apart. An analyst's word counts for more.
CREATE TABLE held_apart (
    left_mention  BIGINT NOT NULL,                -- left_mention < right_mention
    right_mention BIGINT NOT NULL,
    reason        VARCHAR NOT NULL,               -- vocabulary.ApartReason
    detail        VARCHAR NOT NULL,               -- without names
    overruled     BOOLEAN NOT NULL DEFAULT false  -- an analyst said that they are the same
);
