-- ------------------------------------------------------------------ cells
-- One cell (the sector of an antenna) as a table of its operator describes it, for a period. The
-- cell's area is somewhere around the site, in the direction of the azimuth; it is never a phone's place.
-- A cell is known by its number (with what is known of network and area) or else by its name.
CREATE TABLE cell_site (
    source_id           INTEGER NOT NULL,
    sheet               VARCHAR NOT NULL DEFAULT '',
    row_number          BIGINT NOT NULL,
    cell_written        VARCHAR NOT NULL,         -- as written; the parts joined by '-' where they have columns of their own
    mcc                 INTEGER,                  -- network: country and network code
    mnc                 INTEGER,
    area                INTEGER,                  -- LAC or TAC
    cell_number         BIGINT,                   -- CI, or ECI (eNB * 256 + sector), or NCI
    cell_name           VARCHAR,
    site_name           VARCHAR,
    address             VARCHAR,
    town                VARCHAR,                  -- as the table writes it
    near_place          VARCHAR,                  -- the nearest place of the gazetteer, where there are coordinates
    near_km             DOUBLE,
    latitude            DOUBLE,                   -- degrees, WGS 84
    longitude           DOUBLE,
    coordinates_written VARCHAR,
    swapped             BOOLEAN NOT NULL DEFAULT false, -- written the other way round, put right here
    azimuth_deg         DOUBLE,                   -- from north, clockwise; NULL with beam_width_deg 360: all around
    beam_width_deg      DOUBLE,
    range_m             DOUBLE,
    technology          VARCHAR,                  -- GSM | UMTS | LTE | NR
    valid_from_utc      TIMESTAMP,                -- NULL: open
    valid_to_utc        TIMESTAMP
);

-- ------------------------------------------------------------------ what a seized device holds
-- One file read from a device: the device, its own number, and the exhibit that was named.
CREATE TABLE device (
    source_id       INTEGER PRIMARY KEY,
    handset         BIGINT,                       -- handset mention of this source
    own_phone       BIGINT,                       -- phone mention of this source: the device's own number
    exhibit_written VARCHAR                       -- as whoever added the file named it
);

-- The seized exhibit that a device is: by its IMEI, else by the number named, else by a number in
-- the file's name; only where one exhibit fits.
CREATE VIEW device_exhibit AS
WITH candidate AS (
    SELECT device.source_id, exhibit_item.exhibit_id, 1 AS way
    FROM device JOIN mention AS own ON own.mention_id = device.handset
    JOIN mention AS item ON item.kind = 'handset' AND left(item.normalised, 14) = left(own.normalised, 14)
    JOIN exhibit_item ON exhibit_item.mention_id = item.mention_id
    UNION
    SELECT device.source_id, exhibit_id, 2
    FROM device JOIN exhibit ON regexp_replace(upper(exhibit_number), '[^0-9A-Z]', '', 'g')
        = regexp_replace(upper(exhibit_written), '[^0-9A-Z]', '', 'g')
    UNION
    SELECT device.source_id, exhibit_item.exhibit_id, 3
    FROM device JOIN source USING (source_id)
    JOIN mention AS item ON item.kind = 'handset' AND contains(file_name, left(item.normalised, 14))
    JOIN exhibit_item ON exhibit_item.mention_id = item.mention_id
    UNION
    SELECT device.source_id, exhibit_id, 3
    FROM device JOIN source USING (source_id)
    JOIN exhibit ON regexp_matches(exhibit_number, '[A-Za-z]') AND regexp_matches(exhibit_number, '[0-9]')
        AND regexp_matches(upper(file_name), '(^|[^0-9A-Z])'
            || regexp_replace(upper(exhibit_number), '[^0-9A-Z]+', '[^0-9A-Z]*', 'g') || '([^0-9A-Z]|$)')
), best AS (
    SELECT * FROM candidate QUALIFY way = min(way) OVER (PARTITION BY source_id)
)
SELECT source_id, min(exhibit_id) AS exhibit_id,
    CASE min(way) WHEN 1 THEN 'IMEI' WHEN 2 THEN 'exhibit number' ELSE 'file name' END AS known_by
FROM best GROUP BY source_id HAVING count(DISTINCT exhibit_id) = 1;

-- One name by which a device's holder calls one number: how somebody is called, not who it is.
CREATE TABLE contact (
    source_id  INTEGER NOT NULL,
    sheet      VARCHAR NOT NULL DEFAULT '',
    row_number BIGINT NOT NULL,
    name       VARCHAR NOT NULL,                  -- as written
    phone      BIGINT NOT NULL,                   -- phone mention
    person     BIGINT,                            -- person mention; NULL where the name is not a person's ('Taxi')
    deleted    BOOLEAN NOT NULL DEFAULT false     -- recovered after deletion
);

-- What a device says of a communication beyond the communication itself.
CREATE TABLE device_record (
    source_id   INTEGER NOT NULL,
    sheet       VARCHAR NOT NULL DEFAULT '',
    row_number  BIGINT NOT NULL,
    application VARCHAR,                          -- WhatsApp ...; NULL: the telephone's own
    has_text    BOOLEAN NOT NULL DEFAULT false,   -- the row holds words that were sent
    deleted     BOOLEAN NOT NULL DEFAULT false
);
