-- The rules stand a line each, as four lists with blanks between them.
CREATE TABLE role (
  name           ${name}  NOT NULL PRIMARY KEY,
  description    ${text}  NOT NULL,
  rules          ${bytes} NOT NULL,
  created_at_ms  BIGINT   NOT NULL,
  created_by     ${name}  NOT NULL,
  updated_at_ms  BIGINT   NOT NULL,
  row_mac        ${hash},
  mac_generation INTEGER
);

-- The names of the secrets that it is good for, with commas between them; null = all it can be.
ALTER TABLE binding ADD COLUMN only_names ${bytes};

-- When another token took its place; until it ends, its use is put on record.
ALTER TABLE token ADD COLUMN replaced_at_ms BIGINT;
