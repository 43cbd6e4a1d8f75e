CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never changed';

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries are never deleted';

CREATE TRIGGER chain_is_never_changed BEFORE UPDATE ON chain FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit chains are never changed';

CREATE TRIGGER chain_is_never_deleted BEFORE DELETE ON chain FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit chains are never deleted';
