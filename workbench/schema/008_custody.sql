-- One hand-over of a seized item, as a form states it: who gave it to whom, when, where and why.
CREATE TABLE custody (
    custody_id     BIGINT PRIMARY KEY,
    source_id      INTEGER NOT NULL,
    exhibit_id     BIGINT,                        -- NULL where the form does not say of which item
    exhibit_number VARCHAR,                       -- as written beside the hand-over
    step           INTEGER NOT NULL,              -- its place in the chain of that item, from 1
    from_written   VARCHAR,
    to_written     VARCHAR,                       -- a person, an office or a store
    from_mention   BIGINT,                        -- person mention
    to_mention     BIGINT,                        -- person mention
    moment_written VARCHAR,
    moment_utc     TIMESTAMP,
    place_written  VARCHAR,
    reason         VARCHAR,
    seal_number    VARCHAR,
    sheet          VARCHAR,
    row_number     BIGINT,
    passage_no     INTEGER,
    start_char     INTEGER,
    end_char       INTEGER
);

-- How many or how much of it there is, where the form says so; NULL as unit: pieces.
ALTER TABLE exhibit ADD COLUMN quantity DECIMAL(18, 3);
ALTER TABLE exhibit ADD COLUMN unit VARCHAR;
