-- What a resolution remembers, so that a later one looks only at what a change reaches. Names are
-- kept by their words: each word once, however many names have it.
DROP TABLE known_name;

-- A word of a name.
CREATE TABLE known_word (
    word_id  UBIGINT NOT NULL,                     -- of the word as it is folded and as it is plain
    word     VARCHAR NOT NULL,
    plain    VARCHAR NOT NULL,
    stem     VARCHAR NOT NULL,
    skeleton VARCHAR NOT NULL,
    sounds   VARCHAR[] NOT NULL                    -- skeletons that it may have
);
-- A name taken apart.
CREATE TABLE known_name (
    name        VARCHAR NOT NULL,
    name_key    VARCHAR NOT NULL,
    letters     VARCHAR NOT NULL,
    is_full     BOOLEAN NOT NULL,
    unvocalised BOOLEAN NOT NULL,                  -- of a script that leaves vowels out
    starts      VARCHAR,                           -- how its words begin
    initials    VARCHAR,
    sounding    VARCHAR,                           -- skeletons of its words
    words       UBIGINT[] NOT NULL,
    sources     BIGINT NOT NULL                    -- that have it
);

-- A person of a source, in short.
CREATE TABLE known_bearer (
    source_id INTEGER NOT NULL,
    record_id BIGINT NOT NULL,                     -- the person's first mention
    name      VARCHAR NOT NULL,                    -- what they are called there
    father    VARCHAR,
    born      VARCHAR,                             -- birth date, unless the source says it is a namesake
    house     UBIGINT                              -- of the words of the address
);

-- A value by which a compared record meets others that have it, too.
CREATE TABLE known_key (
    record_id BIGINT NOT NULL,
    block     UTINYINT NOT NULL,                   -- place in the model of the kind
    key       UBIGINT NOT NULL                     -- of kind, block and value
);

-- Two persons of one group of likely pairs who are improbable to be one: whether what is said of
-- them contradicts it.
CREATE TABLE known_contradiction (left_id BIGINT NOT NULL, right_id BIGINT NOT NULL, contradicts BOOLEAN NOT NULL);

-- Mentions of one number, document or place, by the first of them, with how they are written.
CREATE TABLE known_selector (group_id BIGINT NOT NULL, written UBIGINT NOT NULL);

-- A source whose persons were found.
DROP TABLE known_source;
CREATE TABLE known_source (
    source_id   INTEGER NOT NULL,
    fingerprint UBIGINT NOT NULL,                  -- of what it says of persons, and the software
    names       VARCHAR[] NOT NULL,                -- that somebody is called or has for a father's
    countries   VARCHAR[] NOT NULL                 -- of nationals (ISO 3166)
);
