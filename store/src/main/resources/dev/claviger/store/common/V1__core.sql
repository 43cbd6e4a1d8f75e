-- The columns row_mac and mac_generation wait for row MACs; no row is trusted for having one yet.

CREATE TABLE instance (
  id            SMALLINT NOT NULL PRIMARY KEY,
  instance_id   ${id}    NOT NULL,
  check_value   ${hash}  NOT NULL,
  created_at_ms BIGINT   NOT NULL
);

CREATE TABLE wrapped_key (
  purpose         ${name}  NOT NULL,
  space_id        ${id}    NOT NULL,
  generation      INTEGER  NOT NULL,
  root_generation INTEGER  NOT NULL,
  wrapped         ${bytes} NOT NULL,
  state           ${name}  NOT NULL,
  created_at_ms   BIGINT   NOT NULL,
  row_mac         ${hash},
  mac_generation  INTEGER,
  PRIMARY KEY (purpose, space_id, generation)
);

CREATE TABLE space (
  id             ${id}    NOT NULL PRIMARY KEY,
  name           ${name}  NOT NULL UNIQUE,
  description    ${text}  NOT NULL,
  disclosure     ${name}  NOT NULL,
  mask_style     ${name}  NOT NULL,
  created_at_ms  BIGINT   NOT NULL,
  created_by     ${name}  NOT NULL,
  updated_at_ms  BIGINT   NOT NULL,
  deleted_at_ms  BIGINT,
  erased         SMALLINT NOT NULL,
  row_mac        ${hash},
  mac_generation INTEGER
);

CREATE TABLE environment (
  space_id      ${id}   NOT NULL REFERENCES space (id),
  name          ${name} NOT NULL,
  created_at_ms BIGINT  NOT NULL,
  created_by    ${name} NOT NULL,
  PRIMARY KEY (space_id, name)
);

-- live_name is the name while the secret is alive, else null: a deleted one frees its name.
CREATE TABLE secret (
  id             ${id}    NOT NULL PRIMARY KEY,
  space_id       ${id}    NOT NULL REFERENCES space (id),
  environment    ${name}  NOT NULL,
  name           ${name}  NOT NULL,
  live_name      ${name},
  current        BIGINT,
  description    ${text}  NOT NULL,
  created_at_ms  BIGINT   NOT NULL,
  created_by     ${name}  NOT NULL,
  updated_at_ms  BIGINT   NOT NULL,
  expires_at_ms  BIGINT,
  usable_expired SMALLINT NOT NULL,
  disabled       SMALLINT NOT NULL,
  deleted_at_ms  BIGINT,
  revision       BIGINT   NOT NULL,
  row_mac        ${hash},
  mac_generation INTEGER,
  UNIQUE (space_id, environment, live_name)
);
CREATE INDEX secret_created ON secret (space_id, created_at_ms);
CREATE INDEX secret_expires ON secret (expires_at_ms);
CREATE INDEX secret_deleted ON secret (deleted_at_ms);

CREATE TABLE secret_version (
  secret_id      ${id}   NOT NULL REFERENCES secret (id),
  version        BIGINT  NOT NULL,
  state          ${name} NOT NULL,
  envelope       ${bytes},
  written_at_ms  BIGINT  NOT NULL,
  written_by     ${name} NOT NULL,
  grace_until_ms BIGINT,
  PRIMARY KEY (secret_id, version)
);

CREATE TABLE principal (
  id             ${id}   NOT NULL PRIMARY KEY,
  kind           ${name} NOT NULL,
  name           ${name} NOT NULL,
  live_name      ${name},
  description    ${text} NOT NULL,
  password_hash  ${name},
  created_at_ms  BIGINT  NOT NULL,
  created_by     ${name} NOT NULL,
  deleted_at_ms  BIGINT,
  row_mac        ${hash},
  mac_generation INTEGER,
  UNIQUE (kind, live_name)
);

CREATE TABLE token (
  id             ${name}  NOT NULL PRIMARY KEY,
  purpose        ${name}  NOT NULL,
  verifier       ${hash}  NOT NULL,
  key_generation INTEGER  NOT NULL,
  principal_id   ${id}    NOT NULL REFERENCES principal (id),
  name           ${text}  NOT NULL,
  space          ${name},
  environment    ${name},
  created_at_ms  BIGINT   NOT NULL,
  expires_at_ms  BIGINT,
  ended_at_ms    BIGINT,
  row_mac        ${hash},
  mac_generation INTEGER
);
CREATE INDEX token_owner ON token (principal_id);

-- An empty space is everywhere, an empty environment all of the space.
CREATE TABLE binding (
  id             ${id}   NOT NULL PRIMARY KEY,
  principal_id   ${id}   NOT NULL REFERENCES principal (id),
  role           ${name} NOT NULL,
  space          ${name} NOT NULL,
  environment    ${name} NOT NULL,
  created_at_ms  BIGINT  NOT NULL,
  created_by     ${name} NOT NULL,
  row_mac        ${hash},
  mac_generation INTEGER,
  UNIQUE (principal_id, role, space, environment)
);

CREATE TABLE idempotency (
  principal_id ${id}   NOT NULL,
  idem_key     ${name} NOT NULL,
  request      ${hash} NOT NULL,
  result       ${name} NOT NULL,
  at_ms        BIGINT  NOT NULL,
  PRIMARY KEY (principal_id, idem_key)
);
CREATE INDEX idempotency_at ON idempotency (at_ms);

CREATE TABLE client (
  number       BIGINT  NOT NULL PRIMARY KEY,
  principal_id ${id},
  address      ${name} NOT NULL,
  agent        ${text} NOT NULL,
  salt         ${hash} NOT NULL,
  seen_at_ms   BIGINT  NOT NULL
);

CREATE TABLE chain (
  id   BIGINT  NOT NULL PRIMARY KEY,
  node ${name} NOT NULL,
  boot ${id}   NOT NULL,
  UNIQUE (node, boot)
);

CREATE TABLE entry (
  chain        BIGINT  NOT NULL,
  seq          BIGINT  NOT NULL,
  at_ms        BIGINT  NOT NULL,
  request      ${id}   NOT NULL,
  principal_id ${id},
  credential   ${name},
  client       BIGINT  NOT NULL,
  action       ${name} NOT NULL,
  type         ${name} NOT NULL,
  space        ${name},
  environment  ${name},
  name         ${name},
  secret_id    ${id},
  version      BIGINT,
  envelope     ${hash},
  total        BIGINT  NOT NULL,
  secrets      ${bytes},
  outcome      ${name} NOT NULL,
  reason       ${name},
  link         ${hash} NOT NULL,
  mac          ${hash} NOT NULL,
  generation   INTEGER NOT NULL,
  PRIMARY KEY (chain, seq)
)${clustered};
CREATE INDEX entry_at ON entry (at_ms);
