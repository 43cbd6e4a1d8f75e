package dev.claviger.store;

import static dev.claviger.store.Columns.idOrNull;
import static dev.claviger.store.Columns.time;

import dev.claviger.core.KeyState;
import dev.claviger.core.ListedKey;
import dev.claviger.core.ListedKey.Progress;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys as they are shown, with what each is used for.
final class KeyList {
  private static final String KEYS =
      """
      SELECT wrapped_key.purpose, wrapped_key.space_id, space.name, wrapped_key.generation,
             wrapped_key.state, wrapped_key.created_at_ms
        FROM wrapped_key
        LEFT JOIN space ON space.id = wrapped_key.space_id
       ORDER BY wrapped_key.purpose, space.name, wrapped_key.generation
      """;
  private static final String VERSIONS =
      """
      SELECT secret.space_id, secret_version.key_generation AS generation, COUNT(*) AS uses,
             COUNT(quarantined_version.secret_id) AS quarantined
        FROM secret_version
        JOIN secret ON secret.id = secret_version.secret_id
        LEFT JOIN quarantined_version
          ON quarantined_version.secret_id = secret_version.secret_id
         AND quarantined_version.version = secret_version.version
       WHERE secret_version.key_generation IS NOT NULL
       GROUP BY secret.space_id, secret_version.key_generation
      """;
  private static final String WRAPPED =
      """
      SELECT root_generation AS generation, COUNT(*) AS uses
        FROM wrapped_key
       WHERE purpose <> 'root' AND state <> 'destroyed'
       GROUP BY root_generation
      """;
  private static final String RUNNING =
      """
      SELECT purpose, space_id, generation, done FROM key_rotation WHERE ended_at_ms IS NULL
      """;

  private final Sql sql;

  KeyList(Sql sql) {
    this.sql = sql;
  }

  private record Line(String purpose, @Nullable Id space) {}

  private record Generation(Line line, int number) {}

  private record Uses(long all, long quarantined) {
    static final Uses NONE = new Uses(0, 0);

    long open() {
      return all - quarantined;
    }
  }

  private record Row(Generation key, @Nullable SpaceName space, KeyState state, ListedKey plain) {}

  List<ListedKey> read() {
    List<Row> keys = sql.query(KEYS, KeyList::row);
    Map<Generation, Uses> uses = uses(keys);
    var done = new HashMap<Generation, Long>();
    sql.each(RUNNING, row -> done.put(generation(row), row.getLong("done")));
    return keys.stream().map(key -> listed(key, uses, done.get(key.key))).toList();
  }

  private Map<Generation, Uses> uses(List<Row> keys) {
    var uses = new HashMap<Generation, Uses>();
    sql.each(
        VERSIONS,
        row ->
            uses.put(
                new Generation(
                    new Line(KeyPurpose.SPACE.word(), idOrNull(row, "space_id")),
                    row.getInt("generation")),
                new Uses(row.getLong("uses"), row.getLong("quarantined"))));
    var states = new HashMap<Generation, KeyState>();
    keys.forEach(key -> states.put(key.key, key.state));
    sql.each(
        WRAPPED,
        row -> {
          var key =
              new Generation(new Line(KeyPurpose.ROOT.word(), null), row.getInt("generation"));
          long count = row.getLong("uses");
          boolean left = states.get(key) == KeyState.RETIRED;
          return uses.put(key, new Uses(count, left ? count : 0));
        });
    return uses;
  }

  private static ListedKey listed(Row row, Map<Generation, Uses> uses, @Nullable Long done) {
    ListedKey plain = row.plain;
    KeyPurpose purpose = KeyPurpose.of(plain.purpose());
    if (purpose.isMac()) {
      return plain;
    }
    Uses own = uses.getOrDefault(row.key, Uses.NONE);
    return new ListedKey(
        plain.purpose(),
        plain.space(),
        plain.generation(),
        plain.state(),
        plain.createdAt(),
        own.all,
        own.quarantined,
        done == null ? null : new Progress(done, done + open(row.key, uses)));
  }

  /// What former keys than this one are used for.
  private static long open(Generation key, Map<Generation, Uses> uses) {
    return uses.entrySet().stream()
        .filter(entry -> entry.getKey().line.equals(key.line))
        .filter(entry -> entry.getKey().number < key.number)
        .mapToLong(entry -> entry.getValue().open())
        .sum();
  }

  private static Row row(ResultSet row) throws SQLException {
    String name = row.getString("name");
    SpaceName space = name == null ? null : new SpaceName(name);
    Generation key = generation(row);
    KeyState state = KeyState.of(row.getString("state"));
    return new Row(
        key,
        space,
        state,
        new ListedKey(
            key.line.purpose, space, key.number, state, time(row, "created_at_ms"), null, 0, null));
  }

  private static Generation generation(ResultSet row) throws SQLException {
    String purpose = row.getString("purpose");
    boolean ofSpace = purpose.equals(KeyPurpose.SPACE.word());
    return new Generation(
        new Line(purpose, ofSpace ? idOrNull(row, "space_id") : null), row.getInt("generation"));
  }
}
