-- Communications between phones are counted in their own table, by the numbers in the phones' ids:
-- writing millions of ids and lists of one text each takes longer than counting the calls.
-- One pair of phones that communicated, the lower number first.
CREATE TABLE phone_pair (
    low_phone  INTEGER NOT NULL,                  -- 3 is 'phone-3'
    high_phone INTEGER NOT NULL,
    count      BIGINT NOT NULL,                   -- each communication once, however many operators recorded it
    duration_s BIGINT,
    first_utc  TIMESTAMP NOT NULL,
    last_utc   TIMESTAMP NOT NULL,
    source_ids INTEGER[] NOT NULL                 -- the sources it rests on
);
INSERT INTO phone_pair
SELECT least(l, r), greatest(l, r), count, duration_s, first_utc, last_utc, source_ids
FROM (SELECT *, split_part(left_entity, '-', 2)::INTEGER AS l, split_part(right_entity, '-', 2)::INTEGER AS r
      FROM relationship WHERE kind = 'communicates');

-- What sources state, as it was kept before.
DELETE FROM relationship WHERE kind = 'communicates';
ALTER TABLE relationship RENAME TO stated_relationship;

-- All relationships. The id follows from the sides and the kind.
CREATE VIEW relationship AS
SELECT left_entity || '~communicates~' || right_entity AS relationship_id, 'communicates' AS kind, left_entity, right_entity,
    count, duration_s, first_utc, last_utc, len(source_ids)::INTEGER AS sources, 'fact' AS nature, source_ids
FROM (SELECT *, least('phone-' || low_phone, 'phone-' || high_phone) AS left_entity,
          greatest('phone-' || low_phone, 'phone-' || high_phone) AS right_entity
      FROM phone_pair)
UNION ALL BY NAME
SELECT relationship_id, kind, left_entity, right_entity, count, duration_s, first_utc, last_utc, sources, nature, source_ids
FROM stated_relationship;
