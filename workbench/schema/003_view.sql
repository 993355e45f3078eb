-- Pictures of the network that users saved under a name. The definition holds ids only, never a
-- name: filters, measure, what was added, hidden and moved.
CREATE TABLE view (
    view_id     INTEGER PRIMARY KEY,
    name        VARCHAR NOT NULL UNIQUE,
    definition  VARCHAR NOT NULL,                 -- JSON
    made_by     VARCHAR NOT NULL,
    made_at_utc TIMESTAMP NOT NULL
);
