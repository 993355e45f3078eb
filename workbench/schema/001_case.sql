-- One case. As-written values are never overwritten; normalised values stand beside them.
-- Times ending in _utc are TIMESTAMP without zone, in UTC.

CREATE TABLE case_property (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- ------------------------------------------------------------------ what was received
-- One received file.
CREATE TABLE source (
    source_id               INTEGER PRIMARY KEY,
    sha256                  VARCHAR NOT NULL UNIQUE,
    file_name               VARCHAR NOT NULL,
    kind                    VARCHAR NOT NULL,     -- vocabulary.SourceKind
    media_type              VARCHAR NOT NULL,
    bytes                   BIGINT NOT NULL,
    encoding                VARCHAR,
    language                VARCHAR,              -- ISO 639-1 (sq, en, bs, sr, cnr as 'sr')
    country                 VARCHAR,              -- ISO 3166-1 alpha-2: whose numbering plan national numbers follow
    time_zone               VARCHAR,              -- IANA zone of times as written
    authority               VARCHAR,
    received_from           VARCHAR,
    received_at             VARCHAR,              -- as stated in the covering letter
    legal_basis             VARCHAR,
    handling_code           VARCHAR NOT NULL,     -- vocabulary.HandlingCode
    source_reliability      VARCHAR NOT NULL,     -- A B C X (or A-F)
    information_credibility VARCHAR NOT NULL,     -- 1-4, X (or 1-6)
    grading_scheme          VARCHAR NOT NULL,     -- '4x4' | 'admiralty'
    template                VARCHAR,
    template_version        INTEGER,
    parser_version          VARCHAR NOT NULL,
    target_written          VARCHAR,              -- the number or handset the operator was asked about, if the file says
    period_from_utc         TIMESTAMP,            -- the period the file says it covers, else NULL
    period_to_utc           TIMESTAMP,
    added_by                VARCHAR NOT NULL,
    added_at_utc            TIMESTAMP NOT NULL
);

-- Rows (or passages) in = accepted + rejected + duplicate + not_data; one row per sheet.
CREATE TABLE reconciliation (
    source_id INTEGER NOT NULL,
    sheet     VARCHAR NOT NULL DEFAULT '',
    rows_in   BIGINT NOT NULL,                    -- data rows (or sentences); preamble, header and footer are counted in not_data
    accepted  BIGINT NOT NULL,
    rejected  BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    not_data  BIGINT NOT NULL DEFAULT 0,          -- title, header, blank and total lines, not part of rows_in
    PRIMARY KEY (source_id, sheet),
    CHECK (rows_in = accepted + rejected + duplicate)
);

CREATE TABLE rejected_row (
    source_id  INTEGER NOT NULL,
    sheet      VARCHAR NOT NULL DEFAULT '',
    row_number BIGINT NOT NULL,
    text       VARCHAR NOT NULL,                  -- verbatim
    reason     VARCHAR NOT NULL
);

-- An exact copy of an earlier row of the same file.
CREATE TABLE duplicate_row (
    source_id        INTEGER NOT NULL,
    sheet            VARCHAR NOT NULL DEFAULT '',
    row_number       BIGINT NOT NULL,
    first_row_number BIGINT NOT NULL
);

-- ------------------------------------------------------------------ communications
-- One call, message or data session as one operator recorded it.
CREATE TABLE communication (
    source_id      INTEGER NOT NULL,
    sheet          VARCHAR NOT NULL DEFAULT '',
    row_number     BIGINT NOT NULL,
    kind           VARCHAR NOT NULL,              -- call | sms | mms | data | other
    direction      VARCHAR NOT NULL,              -- outgoing | incoming | forwarded | unknown (seen from the target)
    a_written      VARCHAR,                       -- calling / sending party
    b_written      VARCHAR,
    a_number       VARCHAR,                       -- E.164, or short code / alphanumeric sender as is; NULL when withheld
    b_number       VARCHAR,
    a_kind         VARCHAR NOT NULL,              -- vocabulary.PartyKind
    b_kind         VARCHAR NOT NULL,
    a_mention      BIGINT,                        -- phone mention of this source
    b_mention      BIGINT,
    device_party   VARCHAR,                       -- 'a' or 'b': the target's side, to which imei, imsi and cells belong
    imei           VARCHAR,
    imsi           VARCHAR,
    start_written  VARCHAR,
    start_utc      TIMESTAMP NOT NULL,
    time_zone      VARCHAR NOT NULL,
    time_ambiguous BOOLEAN NOT NULL DEFAULT false, -- in the hour that the clock change repeats
    duration_s     INTEGER,                       -- NULL when unknown; 0 with missed = true for a missed call
    missed         BOOLEAN NOT NULL DEFAULT false,
    first_cell     VARCHAR,
    last_cell      VARCHAR,
    cell_place     VARCHAR                        -- place or address of the first cell as written
);

-- ------------------------------------------------------------------ documents
CREATE TABLE document (
    source_id   INTEGER PRIMARY KEY,
    text        VARCHAR NOT NULL,                 -- extracted text; spans count its characters
    page_starts INTEGER[] NOT NULL,               -- first character of each page
    language    VARCHAR,
    script      VARCHAR
);

-- One sentence of a document.
CREATE TABLE passage (
    source_id  INTEGER NOT NULL,
    passage_no INTEGER NOT NULL,                  -- 1-based within the document
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    page       INTEGER NOT NULL,                  -- 1-based
    PRIMARY KEY (source_id, passage_no)
);

-- ------------------------------------------------------------------ what sources say
-- One reference to a person, phone, ... in a source. Either a row (row_number, field) or a span (start_char, end_char, passage_no).
CREATE TABLE mention (
    mention_id  BIGINT PRIMARY KEY,
    mention_key VARCHAR NOT NULL UNIQUE,
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

-- An attribute of a mention as its source gives it; several of one name are allowed (aliases).
CREATE TABLE attribute (
    mention_id BIGINT NOT NULL,
    name       VARCHAR NOT NULL,                  -- vocabulary.AttributeName
    value      VARCHAR NOT NULL,                  -- normalised (ISO date, ISO country, lower-case colour in English ...)
    written    VARCHAR NOT NULL
);

-- A relation that a source states between two mentions.
CREATE TABLE claim (
    claim_id      BIGINT PRIMARY KEY,
    source_id     INTEGER NOT NULL,
    kind          VARCHAR NOT NULL,               -- vocabulary.ClaimKind
    left_mention  BIGINT NOT NULL,
    right_mention BIGINT NOT NULL,
    start_utc     TIMESTAMP,
    end_utc       TIMESTAMP,
    time_written  VARCHAR,
    place_mention BIGINT,
    nature        VARCHAR NOT NULL,               -- fact | assessment
    first_hand    BOOLEAN NOT NULL DEFAULT true,  -- false: hearsay
    negated       BOOLEAN NOT NULL DEFAULT false, -- a denial; never becomes a relationship
    speaker       BIGINT,                         -- mention of the person whose words these are
    state         VARCHAR NOT NULL DEFAULT 'suggested', -- vocabulary.ClaimState
    sheet         VARCHAR,
    row_number    BIGINT,
    passage_no    INTEGER,
    start_char    INTEGER,
    end_char      INTEGER
);

-- One seized item.
CREATE TABLE exhibit (
    exhibit_id     BIGINT PRIMARY KEY,
    source_id      INTEGER NOT NULL,
    exhibit_number VARCHAR NOT NULL,
    description    VARCHAR NOT NULL,
    seized_written VARCHAR,
    seized_utc     TIMESTAMP,
    place_written  VARCHAR,
    seized_by      VARCHAR,
    seized_from    BIGINT,                        -- person mention
    amount         DECIMAL(18, 2),
    currency       VARCHAR,
    sheet          VARCHAR,
    row_number     BIGINT,
    passage_no     INTEGER,
    start_char     INTEGER,
    end_char       INTEGER
);

-- The items (phone, handset, vehicle ...) that an exhibit consists of.
CREATE TABLE exhibit_item (exhibit_id BIGINT NOT NULL, mention_id BIGINT NOT NULL, PRIMARY KEY (exhibit_id, mention_id));

-- What a source says a person is in this case (Directive (EU) 2016/680, art. 6, and here: smuggled migrant, official).
CREATE TABLE person_status (
    mention_id BIGINT NOT NULL,
    category   VARCHAR NOT NULL,                  -- vocabulary.PersonCategory
    minor      BOOLEAN NOT NULL DEFAULT false,
    from_utc   TIMESTAMP,
    to_utc     TIMESTAMP,
    written    VARCHAR NOT NULL                   -- the words that say so
);

-- ------------------------------------------------------------------ identity
CREATE TABLE resolution_run (
    run_id          INTEGER PRIMARY KEY,
    started_at_utc  TIMESTAMP NOT NULL,
    run_by          VARCHAR NOT NULL,
    software        VARCHAR NOT NULL,
    settings        JSON NOT NULL,                -- thresholds, seeds, per kind: trained by EM or shipped prior
    input_hash      VARCHAR NOT NULL
);

CREATE TABLE pair_score (
    run_id        INTEGER NOT NULL,
    kind          VARCHAR NOT NULL,
    left_mention  BIGINT NOT NULL,                -- left_mention < right_mention
    right_mention BIGINT NOT NULL,
    match_weight  DOUBLE NOT NULL,                -- log2 of the posterior odds
    probability   DOUBLE NOT NULL,
    explanation   JSON NOT NULL                   -- [{comparison, level, left, right, weight}]
);

-- A person's decision on a pair. Withdrawn, never deleted.
CREATE TABLE judgement (
    judgement_id     INTEGER PRIMARY KEY,
    left_mention     BIGINT NOT NULL,
    right_mention    BIGINT NOT NULL,
    decision         VARCHAR NOT NULL,            -- same | different | unsure
    reason           VARCHAR NOT NULL,
    author           VARCHAR NOT NULL,
    made_at_utc      TIMESTAMP NOT NULL,
    withdrawn_by     VARCHAR,
    withdrawn_at_utc TIMESTAMP,
    withdrawn_reason VARCHAR
);

-- The current entities. Ids survive re-runs where the membership mostly does.
CREATE TABLE entity (
    entity_id VARCHAR PRIMARY KEY,                -- 'person-12', 'phone-3'
    kind      VARCHAR NOT NULL,
    label     VARCHAR NOT NULL,                   -- true label; show it only through workbench.access
    run_id    INTEGER NOT NULL,
    cohesion  DOUBLE NOT NULL                     -- probability of its weakest needed link; 1 for a single mention
);
CREATE TABLE entity_member (entity_id VARCHAR NOT NULL, mention_id BIGINT PRIMARY KEY);
CREATE TABLE entity_redirect (old_entity_id VARCHAR PRIMARY KEY, new_entity_id VARCHAR NOT NULL, run_id INTEGER NOT NULL);

-- Who must be shown under a pseudonym only. Pseudonyms are never reused.
CREATE TABLE protected_entity (entity_id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, pseudonym VARCHAR NOT NULL, reason VARCHAR NOT NULL);
CREATE TABLE pseudonym (entity_id VARCHAR PRIMARY KEY, pseudonym VARCHAR NOT NULL UNIQUE);

-- ------------------------------------------------------------------ the network
-- One typed relationship between two entities, aggregated from communications or claims.
CREATE TABLE relationship (
    relationship_id VARCHAR PRIMARY KEY,          -- '<left>~<kind>~<right>'
    kind            VARCHAR NOT NULL,             -- 'communicates' or a claim kind
    left_entity     VARCHAR NOT NULL,
    right_entity    VARCHAR NOT NULL,
    count           BIGINT NOT NULL,              -- communications (each once, however many operators recorded it) or claims
    duration_s      BIGINT,
    first_utc       TIMESTAMP,
    last_utc        TIMESTAMP,
    sources         INTEGER NOT NULL,
    nature          VARCHAR NOT NULL              -- fact | assessment (only assessments say so)
);

-- The sources a relationship rests on.
CREATE TABLE relationship_source (relationship_id VARCHAR PRIMARY KEY, source_ids INTEGER[] NOT NULL);

-- ------------------------------------------------------------------ what left the case, and what was done
CREATE TABLE export (
    export_id       INTEGER PRIMARY KEY,
    format          VARCHAR NOT NULL,
    recipient       VARCHAR NOT NULL,
    purpose         VARCHAR NOT NULL,
    made_by         VARCHAR NOT NULL,
    made_at_utc     TIMESTAMP NOT NULL,
    manifest_sha256 VARCHAR NOT NULL
);

CREATE TABLE audit (
    sequence      BIGINT PRIMARY KEY,
    at_utc        TIMESTAMP NOT NULL,
    user_name     VARCHAR NOT NULL,
    action        VARCHAR NOT NULL,               -- vocabulary.Action
    object        VARCHAR NOT NULL,
    detail        VARCHAR NOT NULL,               -- JSON, keys sorted; never personal data
    previous_hash VARCHAR NOT NULL,
    hash          VARCHAR NOT NULL
);
