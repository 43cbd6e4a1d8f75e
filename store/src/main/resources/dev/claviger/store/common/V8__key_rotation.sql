-- Which key of its space sealed the envelope, as the envelope itself says; null without one.
ALTER TABLE secret_version ADD COLUMN key_generation INTEGER;
UPDATE secret_version SET key_generation = 1 WHERE envelope IS NOT NULL;
CREATE INDEX secret_version_key ON secret_version (key_generation, secret_id);
CREATE INDEX secret_in_space ON secret (space_id, id);

-- How far the replacement of a key is. One without an end is going on.
CREATE TABLE key_rotation (
  purpose        ${name}  NOT NULL,
  space_id       ${id}    NOT NULL,
  generation     INTEGER  NOT NULL,
  cursor_secret  ${id}    NOT NULL,
  cursor_version BIGINT   NOT NULL,
  found_old      SMALLINT NOT NULL,
  clean_scans    INTEGER  NOT NULL,
  done           BIGINT   NOT NULL,
  started_at_ms  BIGINT   NOT NULL,
  started_by     ${name}  NOT NULL,
  ended_at_ms    BIGINT,
  row_mac        ${hash},
  mac_generation INTEGER,
  PRIMARY KEY (purpose, space_id, generation)
);

-- Versions that no key opens.
CREATE TABLE quarantined_version (
  secret_id   ${id}  NOT NULL,
  version     BIGINT NOT NULL,
  found_at_ms BIGINT NOT NULL,
  PRIMARY KEY (secret_id, version)
);
