-- Templates that files of this case were read by and that did not come with the workbench: with
-- them the reading can be repeated. A version never changes.
CREATE TABLE template (
    name         VARCHAR NOT NULL,
    version      INTEGER NOT NULL,
    text         VARCHAR NOT NULL,                 -- TOML, as given
    sha256       VARCHAR NOT NULL,
    kept_by      VARCHAR NOT NULL,
    kept_at_utc  TIMESTAMP NOT NULL,
    PRIMARY KEY (name, version)
);
