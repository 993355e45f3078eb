-- Names are kept by their words: each word once, however many names have it.
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
    words       UBIGINT[] NOT NULL
);
