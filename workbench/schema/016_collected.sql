-- What was collected for the report while working: saved pictures, entities, relationships, findings
-- of patterns, notes. Removed, never deleted. The content holds ids and figures, never a name.
CREATE TABLE collected (
    item_id        INTEGER PRIMARY KEY,
    place          INTEGER NOT NULL,              -- its place in the report, lowest first
    kind           VARCHAR NOT NULL,              -- collecting.Kind
    object         VARCHAR NOT NULL,              -- entity, relationship, 'view-3', a finding's key; '' for a note
    content        JSON NOT NULL,                 -- a picture's definition, a finding's particulars; {} else
    note           VARCHAR NOT NULL,              -- the analyst's words
    added_by       VARCHAR NOT NULL,
    added_at_utc   TIMESTAMP NOT NULL,
    removed_by     VARCHAR,
    removed_at_utc TIMESTAMP
);
