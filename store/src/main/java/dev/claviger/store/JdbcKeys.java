package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.time;

import dev.claviger.core.InstanceKeys;
import dev.claviger.core.KeyReader;
import dev.claviger.core.KeyStore;
import dev.claviger.core.ListedKey;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
      SELECT purpose, space_id, generation, root_generation, wrapped, %s FROM wrapped_key
      """
          .formatted(SealedTable.WRAPPED_KEY.selection());
  private static final String OF_INSTANCE =
      COLUMNS + " WHERE space_id = ? ORDER BY purpose, generation";
  private static final String OF_SPACE =
      COLUMNS + " WHERE purpose = 'space' AND space_id = ? ORDER BY generation";
  private static final String LIST =
      """
      SELECT wrapped_key.purpose, space.name, wrapped_key.generation, wrapped_key.state,
             wrapped_key.created_at_ms
        FROM wrapped_key
        LEFT JOIN space ON space.id = wrapped_key.space_id
       ORDER BY wrapped_key.purpose, space.name, wrapped_key.generation
      """;
  private static final String CREATE =
      """
      INSERT INTO instance (id, instance_id, check_value, created_at_ms) VALUES (1, ?, ?, ?)
      """;
  private static final String ADD =
      """
      INSERT INTO wrapped_key (purpose, space_id, generation, root_generation, wrapped, state,
                               created_at_ms)
      VALUES (?, ?, ?, ?, ?, 'active', ?)
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
    List<WrappedKey> keys = macs.query(SEALED, OF_INSTANCE, JdbcKeys::key, (Object) NO_SPACE);
    WrappedKey root =
        keys.stream().filter(key -> key.purpose() == KeyPurpose.ROOT).findFirst().orElseThrow();
    return Optional.of(
        new InstanceKeys(
            instance.get().id(),
            root,
            instance.get().check(),
            keys.stream().filter(key -> key.purpose().isMac()).toList()));
  }

  @Override
  public List<WrappedKey> keysOf(Id space) {
    return macs.query(SEALED, OF_SPACE, JdbcKeys::key, (Object) space.bytes());
  }

  @Override
  public List<ListedKey> list() {
    return sql.query(
        LIST,
        row -> {
          String space = row.getString("name");
          return new ListedKey(
              row.getString("purpose"),
              space == null ? null : new SpaceName(space),
              row.getInt("generation"),
              row.getString("state"),
              time(row, "created_at_ms"));
        });
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
    Id space = key.space();
    sql.update(
        ADD,
        key.purpose().word(),
        space == null ? NO_SPACE : space.bytes(),
        key.generation(),
        key.rootGeneration(),
        key.bytes(),
        at.toEpochMilli());
    macs.changed(
        SealedTable.WRAPPED_KEY,
        key.purpose().word(),
        space == null ? NO_SPACE : space.bytes(),
        key.generation());
  }

  /// Removes all keys of a space.
  void destroy(Id space) {
    byte[] id = space.bytes();
    List<Integer> generations =
        sql.query(GENERATIONS, row -> row.getInt("generation"), (Object) id);
    sql.update(DESTROY, (Object) id);
    generations.forEach(
        generation ->
            macs.changed(SealedTable.WRAPPED_KEY, KeyPurpose.SPACE.word(), id, generation));
  }

  private static WrappedKey key(ResultSet row) throws SQLException {
    KeyPurpose purpose = KeyPurpose.of(row.getString("purpose"));
    return new WrappedKey(
        purpose,
        purpose == KeyPurpose.SPACE ? id(row, "space_id") : null,
        row.getInt("generation"),
        row.getInt("root_generation"),
        row.getBytes("wrapped"));
  }
}
