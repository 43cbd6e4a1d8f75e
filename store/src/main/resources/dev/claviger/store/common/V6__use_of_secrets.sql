-- What follows from the entries, and can be made again from them: no row here is authenticated.

-- The pairs in the column `secrets` of entries, a row each, with the name the secret had.
CREATE TABLE entry_secret (
  chain     BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  secret_id ${id}  NOT NULL,
  version   BIGINT NOT NULL,
  name      ${name},
  PRIMARY KEY (chain, seq, secret_id)
)${clustered};
CREATE INDEX entry_secret_name ON entry_secret (name);

-- How often a secret was handed out, and when last.
CREATE TABLE secret_use (
  secret_id           ${id}  NOT NULL PRIMARY KEY,
  access_count        BIGINT NOT NULL,
  last_accessed_at_ms BIGINT NOT NULL
);

-- Up to which entry of each chain the tables above are filled.
CREATE TABLE entry_counted (
  chain BIGINT NOT NULL PRIMARY KEY,
  seq   BIGINT NOT NULL
);
