-- What was read of names and texts once, so that it need not be read again. A word of a script that
-- leaves vowels out is another word than the one it is written like in Latin letters: it may be heard
-- in more ways.
ALTER TABLE known_word ADD COLUMN unvocalised BOOLEAN DEFAULT false;
ALTER TABLE known_word ADD COLUMN is_initial BOOLEAN DEFAULT false;

-- What the text of a source says of a person beyond what was read of them: a nickname, or that this
-- is another person of the name.
CREATE TABLE known_by_text (
    source_id  INTEGER NOT NULL,
    mention_id BIGINT NOT NULL,
    nickname   VARCHAR                             -- none: set apart from others of the name
);
