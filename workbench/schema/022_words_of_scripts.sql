-- A word of a script that leaves vowels out is another word than the one it is written like in
-- Latin letters: it may be heard in more ways.
ALTER TABLE known_word ADD COLUMN unvocalised BOOLEAN DEFAULT false;
ALTER TABLE known_word ADD COLUMN is_initial BOOLEAN DEFAULT false;
