-- What explains a scored pair stands in pair_score, which the same run wrote; once is enough.
ALTER TABLE scored_pair DROP COLUMN explanation;
