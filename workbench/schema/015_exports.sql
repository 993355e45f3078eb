-- What the case keeps to itself: the seed of its exports' pseudonyms, the key that signs them.
CREATE TABLE case_secret (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- What an export called a protected entity. No two exports call it the same.
CREATE TABLE export_pseudonym (
    export_id INTEGER NOT NULL,
    entity_id VARCHAR NOT NULL,                   -- as it was called when the export was made
    pseudonym VARCHAR NOT NULL                    -- in English, as exports in other languages translate it
);
