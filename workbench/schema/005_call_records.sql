-- Communications anew: with what forwards, ends, roams and carries data, and with one method of
-- packing for each column of text, since trying them all takes longer than all else of storing.
-- New columns stand last; what an older case holds of them is NULL until the file is added again.
CREATE TABLE communication_next (
    source_id           INTEGER NOT NULL,
    sheet               VARCHAR NOT NULL DEFAULT '' USING COMPRESSION dictionary,
    row_number          BIGINT NOT NULL,
    kind                VARCHAR NOT NULL USING COMPRESSION dictionary,  -- call | sms | mms | data | other
    direction           VARCHAR NOT NULL USING COMPRESSION dictionary,  -- outgoing | incoming | forwarded | unknown (seen from the target)
    a_written           VARCHAR USING COMPRESSION fsst,                 -- calling / sending party
    b_written           VARCHAR USING COMPRESSION fsst,
    a_number            VARCHAR USING COMPRESSION fsst,                 -- E.164, or short code / alphanumeric sender as is; NULL when withheld
    b_number            VARCHAR USING COMPRESSION fsst,
    a_kind              VARCHAR NOT NULL USING COMPRESSION dictionary,  -- vocabulary.PartyKind
    b_kind              VARCHAR NOT NULL USING COMPRESSION dictionary,
    a_mention           BIGINT,                                         -- phone mention of this source
    b_mention           BIGINT,
    device_party        VARCHAR USING COMPRESSION dictionary,           -- 'a' or 'b': the target's side, to which imei, imsi and cells belong
    imei                VARCHAR USING COMPRESSION fsst,
    imsi                VARCHAR USING COMPRESSION fsst,
    start_written       VARCHAR USING COMPRESSION fsst,
    start_utc           TIMESTAMP NOT NULL,
    time_zone           VARCHAR NOT NULL USING COMPRESSION dictionary,
    time_ambiguous      BOOLEAN NOT NULL DEFAULT false,                 -- in the hour that the clock change repeats
    duration_s          INTEGER,                                        -- NULL when unknown; 0 with missed = true for a missed call
    missed              BOOLEAN NOT NULL DEFAULT false,
    first_cell          VARCHAR USING COMPRESSION dictionary,
    last_cell           VARCHAR USING COMPRESSION dictionary,
    cell_place          VARCHAR USING COMPRESSION dictionary,           -- place or address of the first cell as written
    end_written         VARCHAR USING COMPRESSION fsst,
    end_utc             TIMESTAMP,
    forwarded_written   VARCHAR USING COMPRESSION dictionary,           -- whereto the network passed the call on
    forwarded_number    VARCHAR USING COMPRESSION dictionary,           -- as a_number
    forwarded_mention   BIGINT,
    home_country        VARCHAR USING COMPRESSION dictionary,           -- of the SIM, by the country code of its IMSI (ISO 3166-1 alpha-2)
    serving_country     VARCHAR USING COMPRESSION dictionary,           -- of the network that served it, by the country code of its first (else last) cell; roaming where it is not the home country
    volume_up_bytes     BIGINT,                                         -- of a data session, from the handset to the network
    volume_down_bytes   BIGINT,
    volume_bytes        BIGINT                                          -- both ways together
);
INSERT INTO communication_next
SELECT *, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM communication;
DROP TABLE communication;
ALTER TABLE communication_next RENAME TO communication;

-- Mentions without indexes: ids and keys are made unique where they are made (numbered on; file,
-- row and field), and keeping millions of them in order costs more the more there are.
CREATE TABLE mention_next (
    mention_id  BIGINT NOT NULL,
    mention_key VARCHAR NOT NULL,
    source_id   INTEGER NOT NULL,
    kind        VARCHAR NOT NULL,                 -- vocabulary.MentionKind
    text        VARCHAR NOT NULL,                 -- as written
    normalised  VARCHAR,                          -- E.164, IMEI, plate without spaces, name in Latin letters, ...
    country     VARCHAR,                          -- of the number, plate, document
    sheet       VARCHAR,
    row_number  BIGINT,
    field       VARCHAR,
    passage_no  INTEGER,
    start_char  INTEGER,
    end_char    INTEGER
);
INSERT INTO mention_next SELECT * FROM mention;
DROP TABLE mention;
ALTER TABLE mention_next RENAME TO mention;

-- What a sheet holds about one number that it is about (on the side that the operator was asked
-- for): from when to when, and on which days nothing. Days are those of the case's time zone.
CREATE TABLE number_coverage (
    source_id  INTEGER NOT NULL,
    sheet      VARCHAR NOT NULL DEFAULT '',
    mention_id BIGINT NOT NULL,                   -- phone mention of this source
    number     VARCHAR NOT NULL,                  -- as communication.a_number
    first_utc  TIMESTAMP NOT NULL,
    last_utc   TIMESTAMP NOT NULL,
    records    BIGINT NOT NULL,                   -- communications, exact duplicates left out
    days       INTEGER NOT NULL,                  -- days with at least one record
    gaps       STRUCT(first_day DATE, last_day DATE)[] NOT NULL -- whole days without any between the first record and the last, in order
);
