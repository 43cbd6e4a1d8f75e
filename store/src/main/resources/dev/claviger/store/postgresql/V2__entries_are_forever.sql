CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or deleted';
END
$$;

CREATE TRIGGER entry_is_forever BEFORE UPDATE OR DELETE ON entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER chain_is_forever BEFORE UPDATE OR DELETE ON chain
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER chain_is_never_emptied BEFORE TRUNCATE ON chain
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
