-- Relationships without an index: they are always written and read as a whole, and keeping millions
-- of ids unique takes longer than counting them. The id follows from the sides and the kind.
CREATE TABLE relationship_next (
    relationship_id VARCHAR GENERATED ALWAYS AS (left_entity || '~' || kind || '~' || right_entity) VIRTUAL,
    kind            VARCHAR NOT NULL,             -- 'communicates' or a claim kind
    left_entity     VARCHAR NOT NULL,
    right_entity    VARCHAR NOT NULL,
    count           BIGINT NOT NULL,              -- communications (each once, however many operators recorded it) or claims
    duration_s      BIGINT,
    first_utc       TIMESTAMP,
    last_utc        TIMESTAMP,
    sources         INTEGER NOT NULL,
    nature          VARCHAR NOT NULL,             -- fact | assessment (only assessments say so)
    source_ids      INTEGER[] NOT NULL            -- the sources it rests on
);
INSERT INTO relationship_next (kind, left_entity, right_entity, count, duration_s, first_utc, last_utc, sources, nature, source_ids)
SELECT kind, left_entity, right_entity, count, duration_s, first_utc, last_utc, sources, nature, coalesce(source_ids, []::INTEGER[])
FROM relationship LEFT JOIN relationship_source USING (relationship_id);
DROP TABLE relationship;
DROP TABLE relationship_source;
ALTER TABLE relationship_next RENAME TO relationship;
