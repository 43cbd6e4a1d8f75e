CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN
  SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
  SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

CREATE TRIGGER chain_is_never_changed BEFORE UPDATE ON chain
BEGIN
  SELECT RAISE(ABORT, 'audit chains are never changed');
END;

CREATE TRIGGER chain_is_never_deleted BEFORE DELETE ON chain
BEGIN
  SELECT RAISE(ABORT, 'audit chains are never deleted');
END;
