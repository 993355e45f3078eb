-- What was read of names and texts once, so that it need not be read again.
DROP TABLE known_word;
DROP TABLE known_name;

-- A word of a name. Of a script that leaves vowels out it is another word than the one it is written
-- like in Latin letters: it may be heard in more ways.
CREATE TABLE known_word (
    word_id     UBIGINT NOT NULL,                  -- of the word as it is folded and plain, and its script
    word        VARCHAR NOT NULL,
    plain       VARCHAR NOT NULL,
    stem        VARCHAR NOT NULL,
    skeleton    VARCHAR NOT NULL,
    sounds      VARCHAR[] NOT NULL,                -- skeletons that it may have
    unvocalised BOOLEAN NOT NULL,                  -- of a script that leaves vowels out
    is_initial  BOOLEAN NOT NULL
);

-- A name taken apart.
CREATE TABLE known_name (
    name        VARCHAR NOT NULL,
    name_key    VARCHAR NOT NULL,
    letters     VARCHAR NOT NULL,
    is_full     BOOLEAN NOT NULL,
    descends    BOOLEAN NOT NULL,                  -- has a father's name in it (bin)
    starts      VARCHAR,                           -- how its words begin
    initials    VARCHAR,
    sounding    VARCHAR,                           -- skeletons of its words
    words       UBIGINT[] NOT NULL,
    sources     BIGINT NOT NULL                    -- that have it
);

-- What the text of a source says of a person beyond what was read of them: a nickname, or that this
-- is another person of the name.
CREATE TABLE known_by_text (
    source_id  INTEGER NOT NULL,
    mention_id BIGINT NOT NULL,
    nickname   VARCHAR                             -- none: set apart from others of the name
);
