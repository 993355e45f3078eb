-- What a resolution read and a later one need not read again, as long as it is written so. As the
-- rest of a resolution's memory it follows from the case and may be emptied at any time.

-- The group of a record that was compared, by its smallest record, and the smallest record that
-- likely pairs connect it with. A record has the id of its first mention.
CREATE TABLE known_group (
    kind         VARCHAR NOT NULL,
    record_id    BIGINT NOT NULL,
    component_id BIGINT NOT NULL,
    group_id     BIGINT NOT NULL,
    weakest      DOUBLE NOT NULL,                  -- probability of the group's weakest link
    said         UBIGINT NOT NULL                  -- of what was said of two of the component
);

-- A name taken apart.
CREATE TABLE known_name (
    name        VARCHAR NOT NULL,
    name_key    VARCHAR NOT NULL,
    letters     VARCHAR NOT NULL,
    is_full     BOOLEAN NOT NULL,
    unvocalised BOOLEAN NOT NULL,                  -- of a script that leaves vowels out
    words       STRUCT(word VARCHAR, plain VARCHAR, stem VARCHAR, skeleton VARCHAR)[] NOT NULL,
    sounds      VARCHAR[] NOT NULL                 -- skeletons that its words may have
);

-- A source whose persons were found.
CREATE TABLE known_source (
    source_id   INTEGER NOT NULL,
    fingerprint UBIGINT NOT NULL                   -- of what it says of persons, and the software
);
-- Which person of its source a mention is of: the id of that person's first mention.
CREATE TABLE known_person (source_id INTEGER NOT NULL, mention_id BIGINT NOT NULL, local_id BIGINT NOT NULL);
-- Two mentions of one name that what their source says of them sets apart.
CREATE TABLE known_namesakes (source_id INTEGER NOT NULL, one BIGINT NOT NULL, other BIGINT NOT NULL);
