-- One page of a document: how its words were read and where they stand, so that a passage can be
-- marked on the page. Places count from the page's top left corner in the unit of width and height
-- (points in a PDF, pixels in an image); none where the format has no fixed pages.
CREATE TABLE document_page (
    source_id  INTEGER NOT NULL,
    page       INTEGER NOT NULL,                  -- 1-based
    origin     VARCHAR NOT NULL,                  -- vocabulary.PageOrigin
    width      REAL,
    height     REAL,
    confidence REAL,                              -- of recognised words, mean, 0 to 1
    words      STRUCT(start_char INTEGER, end_char INTEGER, x0 REAL, y0 REAL, x1 REAL, y1 REAL)[] NOT NULL,
    PRIMARY KEY (source_id, page)
);

-- What a document holds beside its running text. With text: left out of document.text, where it
-- stood at start_char (deleted, comment, hidden, attachment ...). Without: the characters
-- [start_char, end_char) of document.text that are a header, footnote, text box ...
CREATE TABLE document_aside (
    source_id  INTEGER NOT NULL,
    kind       VARCHAR NOT NULL,                  -- vocabulary.AsideKind
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    text       VARCHAR,
    author     VARCHAR                            -- who deleted or remarked, as the file says
);

-- A source that came inside another one, as an attachment of a message does.
CREATE TABLE source_part (
    source_id INTEGER PRIMARY KEY,
    part_of   INTEGER NOT NULL
);
