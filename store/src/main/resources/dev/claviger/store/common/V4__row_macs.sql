-- What an entry says of the state that a change left behind: see docs/audit.md, fields 22 and 23.
ALTER TABLE entry ADD COLUMN revision BIGINT;
ALTER TABLE entry ADD COLUMN state ${hash};
CREATE INDEX entry_state ON entry (secret_id, revision)${stated};

-- How many versions of the secret are destroyed: a destroyed one that is put back shows.
ALTER TABLE secret ADD COLUMN destroyed BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE secret_version ADD COLUMN row_mac ${hash};
ALTER TABLE secret_version ADD COLUMN mac_generation INTEGER;
