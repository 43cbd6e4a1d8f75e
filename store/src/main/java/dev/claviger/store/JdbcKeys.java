package dev.claviger.store;

import static dev.claviger.store.Columns.id;

import dev.claviger.core.InstanceKeys;
import dev.claviger.core.KeyLine;
import dev.claviger.core.KeyReader;
import dev.claviger.core.KeyState;
import dev.claviger.core.KeyStore;
import dev.claviger.core.ListedKey;
import dev.claviger.core.StoredKey;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Wrapped keys on the tables `instance` and `wrapped_key`.
final class JdbcKeys implements KeyReader, KeyStore {
  private static final byte[] NO_SPACE = new byte[16]; // a key column cannot be null

  private static final List<SealedTable> SEALED = List.of(SealedTable.WRAPPED_KEY);

  private static final String TAKEN = "this database holds keys already";

  private static final String INSTANCE =
      """
      SELECT instance_id, check_value FROM instance WHERE id = 1
      """;
  private static final String COLUMNS =
      """
      SELECT purpose, space_id, generation, root_generation, wrapped, state, %s FROM wrapped_key
      """
          .formatted(SealedTable.WRAPPED_KEY.selection());
  private static final String OF_INSTANCE =
      COLUMNS + " WHERE space_id = ? ORDER BY purpose, generation";
  private static final String OF_LINE =
      COLUMNS + " WHERE purpose = ? AND space_id = ? ORDER BY generation";
  private static final String CREATE =
      """
      INSERT INTO instance (id, instance_id, check_value, created_at_ms) VALUES (1, ?, ?, ?)
      """;
  private static final String ADD =
      """
      INSERT INTO wrapped_key (purpose, space_id, generation, root_generation, wrapped, state,
                               created_at_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String ACTIVATE =
      """
      UPDATE wrapped_key
         SET state = CASE WHEN generation = ? THEN 'active' ELSE 'decrypt_only' END
       WHERE purpose = ? AND space_id = ?
         AND ((generation = ? AND state = 'active') OR (generation = ? AND state = 'pending'))
      """;
  private static final String CHECK_VALUE =
      """
      UPDATE instance SET check_value = ? WHERE id = 1
      """;
  private static final String CHANGE =
      """
      UPDATE wrapped_key SET state = ?
       WHERE purpose = ? AND space_id = ? AND generation = ? AND state = ?
      """;
  private static final String OVERWRITE =
      """
      UPDATE wrapped_key SET state = 'destroyed', wrapped = ?
       WHERE purpose = ? AND space_id = ? AND generation = ? AND state = ? AND wrapped = ?
      """;
  private static final String REWRAP =
      """
      UPDATE wrapped_key SET root_generation = ?, wrapped = ?
       WHERE purpose = ? AND space_id = ? AND generation = ? AND root_generation = ?
         AND wrapped = ?
      """;
  private static final String ADD_ONCE =
      """
      INSERT INTO wrapped_key (purpose, space_id, generation, root_generation, wrapped, state,
                               created_at_ms)
      SELECT ?, ?, ?, ?, ?, 'active', ?
        FROM instance
       WHERE NOT EXISTS (
               SELECT 1 FROM wrapped_key taken
                WHERE taken.purpose = ? AND taken.space_id = ? AND taken.generation = ?)
      """;
  private static final String RETIRE =
      """
      UPDATE wrapped_key SET state = 'retired'
       WHERE purpose = ? AND space_id = ? AND generation = ?
      """;
  private static final String DESTROY = "DELETE FROM wrapped_key WHERE space_id = ?";

  private static final String GENERATIONS =
      """
      SELECT generation FROM wrapped_key WHERE purpose = 'space' AND space_id = ?
      """;

  private static final String ROTATIONS =
      """
      SELECT generation FROM key_rotation WHERE purpose = 'space' AND space_id = ?
      """;
  private static final String FORGET_ROTATIONS = "DELETE FROM key_rotation WHERE space_id = ?";

  private final Sql sql;
  private final RowMacs macs;

  JdbcKeys(Sql sql, RowMacs macs) {
    this.sql = sql;
    this.macs = macs;
  }

  private record Instance(Id id, Digest check) {}

  @Override
  public Optional<InstanceKeys> instance() {
    Optional<Instance> instance =
        sql.first(
            INSTANCE,
            row -> new Instance(id(row, "instance_id"), new Digest(row.getBytes("check_value"))));
    if (instance.isEmpty()) {
      return Optional.empty();
    }
    List<StoredKey> keys = macs.query(SEALED, OF_INSTANCE, JdbcKeys::key, (Object) NO_SPACE);
    return Optional.of(
        new InstanceKeys(
            instance.get().id(),
            keys.stream().filter(key -> key.wrapped().purpose() == KeyPurpose.ROOT).toList(),
            instance.get().check(),
            keys.stream().map(StoredKey::wrapped).filter(key -> key.purpose().isMac()).toList()));
  }

  @Override
  public List<StoredKey> keysOf(Id space) {
    return of(KeyLine.of(space));
  }

  @Override
  public List<StoredKey> of(KeyLine line) {
    return macs.query(SEALED, OF_LINE, JdbcKeys::key, line.purpose().word(), bytes(line.space()));
  }

  @Override
  public List<ListedKey> list() {
    return new KeyList(sql).read();
  }

  @Override
  public void create(InstanceKeys keys, Instant at) {
    if (instance().isPresent()) {
      throw new Conflict(TAKEN);
    }
    try {
      sql.update(CREATE, keys.instance().bytes(), keys.check().bytes(), at.toEpochMilli());
    } catch (StoreException failure) { // another node was faster by less than a transaction
      throw failure.isDuplicate() ? new Conflict(TAKEN) : failure;
    }
    put(keys.root(), at);
    keys.macs().forEach(key -> put(key, at));
  }

  @Override
  public void add(WrappedKey mac, Instant at) {
    int added =
        sql.update(
            ADD_ONCE,
            mac.purpose().word(),
            NO_SPACE,
            mac.generation(),
            mac.rootGeneration(),
            mac.bytes(),
            at.toEpochMilli(),
            mac.purpose().word(),
            NO_SPACE,
            mac.generation());
    if (added == 0) {
      throw new Conflict("somebody else rotated this key just now");
    }
    int former = mac.generation() - 1;
    sql.update(RETIRE, mac.purpose().word(), NO_SPACE, former);
    macs.changed(SealedTable.WRAPPED_KEY, mac.purpose().word(), NO_SPACE, former);
    macs.changed(SealedTable.WRAPPED_KEY, mac.purpose().word(), NO_SPACE, mac.generation());
  }

  void put(WrappedKey key, Instant at) {
    put(key, KeyState.ACTIVE, at);
  }

  @Override
  public void addPending(WrappedKey key, Instant at) {
    put(key, KeyState.PENDING, at);
  }

  private void put(WrappedKey key, KeyState state, Instant at) {
    sql.update(
        ADD,
        key.purpose().word(),
        bytes(key.space()),
        key.generation(),
        key.rootGeneration(),
        key.bytes(),
        state.word(),
        at.toEpochMilli());
    changed(key);
  }

  private void changed(WrappedKey key) {
    macs.changed(
        SealedTable.WRAPPED_KEY, key.purpose().word(), bytes(key.space()), key.generation());
  }

  @Override
  public boolean activate(StoredKey active, StoredKey pending, @Nullable Digest check) {
    WrappedKey next = pending.wrapped();
    int changed =
        sql.update(
            ACTIVATE,
            next.generation(),
            next.purpose().word(),
            bytes(next.space()),
            active.generation(),
            next.generation());
    if (changed == 1) { // never two active keys, and never none
      throw new IllegalStateException("one of two keys is not in the state that it should be in");
    }
    if (changed == 0) {
      return false;
    }
    changed(active.wrapped());
    changed(next);
    if (check != null) {
      sql.update(CHECK_VALUE, (Object) check.bytes());
    }
    return true;
  }

  @Override
  public boolean change(StoredKey key, KeyState next) {
    WrappedKey wrapped = key.wrapped();
    int changed =
        sql.update(
            CHANGE,
            next.word(),
            wrapped.purpose().word(),
            bytes(wrapped.space()),
            wrapped.generation(),
            key.state().word());
    return noted(changed, wrapped);
  }

  private boolean noted(int changed, WrappedKey key) {
    if (changed > 0) {
      changed(key);
    }
    return changed > 0;
  }

  @Override
  public boolean destroy(StoredKey key) {
    WrappedKey wrapped = key.wrapped();
    int changed =
        sql.update(
            OVERWRITE,
            new byte[wrapped.bytes().length],
            wrapped.purpose().word(),
            bytes(wrapped.space()),
            wrapped.generation(),
            key.state().word(),
            wrapped.bytes());
    return noted(changed, wrapped);
  }

  @Override
  public boolean rewrap(WrappedKey seen, WrappedKey next) {
    int changed =
        sql.update(
            REWRAP,
            next.rootGeneration(),
            next.bytes(),
            seen.purpose().word(),
            bytes(seen.space()),
            seen.generation(),
            seen.rootGeneration(),
            seen.bytes());
    return noted(changed, seen);
  }

  /// Removes all keys of a space, and what is going on with them.
  void destroy(Id space) {
    byte[] id = space.bytes();
    List<Integer> generations =
        sql.query(GENERATIONS, row -> row.getInt("generation"), (Object) id);
    sql.update(DESTROY, (Object) id);
    generations.forEach(
        generation ->
            macs.changed(SealedTable.WRAPPED_KEY, KeyPurpose.SPACE.word(), id, generation));
    List<Integer> rotations = sql.query(ROTATIONS, row -> row.getInt("generation"), (Object) id);
    sql.update(FORGET_ROTATIONS, (Object) id);
    rotations.forEach(
        generation ->
            macs.changed(SealedTable.KEY_ROTATION, KeyPurpose.SPACE.word(), id, generation));
  }

  /// How the space of a key stands in a key column.
  static byte[] bytes(@Nullable Id space) {
    return space == null ? NO_SPACE.clone() : space.bytes();
  }

  static StoredKey key(ResultSet row) throws SQLException {
    return new StoredKey(wrapped(row), KeyState.of(row.getString("state")));
  }

  static WrappedKey wrapped(ResultSet row) throws SQLException {
    KeyPurpose purpose = KeyPurpose.of(row.getString("purpose"));
    return new WrappedKey(
        purpose,
        purpose == KeyPurpose.SPACE ? id(row, "space_id") : null,
        row.getInt("generation"),
        row.getInt("root_generation"),
        row.getBytes("wrapped"));
  }
}
