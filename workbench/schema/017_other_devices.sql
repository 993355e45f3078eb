-- What a row says of the handset, SIM and cells of the side that communication.device_party does not
-- name. Only files with columns for both sides fill it.
CREATE TABLE other_device (
    source_id       INTEGER NOT NULL,
    sheet           VARCHAR NOT NULL DEFAULT '',
    row_number      BIGINT NOT NULL,
    party           VARCHAR NOT NULL,             -- 'a' or 'b'
    mention_id      BIGINT,                       -- phone mention of that party
    start_utc       TIMESTAMP NOT NULL,
    imei            VARCHAR,
    imsi            VARCHAR,
    first_cell      VARCHAR,
    last_cell       VARCHAR,
    home_country    VARCHAR,                      -- as in communication
    serving_country VARCHAR
);

-- Grain: one phone in one record, with the handset, SIM and cells that the record gives for it,
-- whichever side it stood on.
CREATE VIEW device_use AS
SELECT source_id, sheet, row_number,
    CASE device_party WHEN 'a' THEN a_mention WHEN 'b' THEN b_mention END AS mention_id,
    start_utc, imei, imsi, first_cell, last_cell, cell_place, home_country, serving_country
FROM communication
UNION ALL
SELECT source_id, sheet, row_number, mention_id, start_utc, imei, imsi, first_cell, last_cell,
    NULL, home_country, serving_country
FROM other_device SEMI JOIN communication USING (source_id, sheet, row_number);
