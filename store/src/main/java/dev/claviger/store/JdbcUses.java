package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.time;
import static java.util.stream.Collectors.toSet;

import dev.claviger.core.SecretUse;
import dev.claviger.core.UseReader;
import dev.claviger.core.UseStore;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Writer;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The use of secrets, on the tables `entry_secret`, `secret_use` and `entry_counted`.
final class JdbcUses implements UseReader, UseStore {
  private static final int AT_ONCE = 100;
  private static final String READ = "READ";
  private static final String OK = "ok";

  private static final String THESE =
      " IN (" + String.join(", ", Collections.nCopies(AT_ONCE, "?")) + ")";
  private static final String USES =
      "SELECT secret_id, access_count, last_accessed_at_ms FROM secret_use WHERE secret_id" + THESE;
  private static final String NAMES = "SELECT id, name FROM secret WHERE id" + THESE;
  private static final String COUNTED =
      """
      SELECT entry_counted.seq
        FROM entry_counted
        JOIN chain ON chain.id = entry_counted.chain
       WHERE chain.node = ? AND chain.boot = ?
      """;
  private static final String CHAIN = "SELECT id FROM chain WHERE node = ? AND boot = ?";
  private static final String LAST =
      """
      SELECT COALESCE(MAX(seq), ?) AS seq FROM entry WHERE chain = ? AND seq > ? AND seq <= ?
      """;
  private static final String SINGLE_READS =
      """
      SELECT secret_id, COUNT(*) AS access_count, MAX(at_ms) AS last_accessed_at_ms
        FROM entry
       WHERE chain = ? AND seq > ? AND seq <= ? AND secret_id IS NOT NULL
         AND action = 'READ' AND outcome = 'ok'
       GROUP BY secret_id
      """;
  private static final String SEVERAL =
      """
      SELECT seq, at_ms, action, outcome, secrets
        FROM entry
       WHERE chain = ? AND seq > ? AND seq <= ? AND secrets IS NOT NULL
       ORDER BY seq
      """;
  private static final String PAIRS =
      """
      SELECT seq, secret_id, version
        FROM entry_secret
       WHERE chain = ? AND seq > ? AND seq <= ?
       ORDER BY seq, secret_id
      """;
  private static final String GO_ON =
      """
      UPDATE entry_counted SET seq = ? WHERE chain = ? AND seq = ?
      """;
  private static final String BEGIN =
      """
      INSERT INTO entry_counted (chain, seq)
      SELECT chain.id, ?
        FROM chain
       WHERE chain.id = ? AND NOT EXISTS (SELECT 1 FROM entry_counted WHERE chain = ?)
      """;
  private static final String ADD_PAIR =
      """
      INSERT INTO entry_secret (chain, seq, secret_id, version, name) VALUES (?, ?, ?, ?, ?)
      """;
  private static final String FIRST_USE =
      """
      INSERT INTO secret_use (secret_id, access_count, last_accessed_at_ms) VALUES (?, 0, 0)
      """;
  private static final String USE =
      """
      UPDATE secret_use
         SET access_count = access_count + ?,
             last_accessed_at_ms =
               CASE WHEN last_accessed_at_ms < ? THEN ? ELSE last_accessed_at_ms END
       WHERE secret_id = ?
      """;

  private final Sql sql;
  private final Caches caches;
  private final Consumer<Runnable> touched;

  JdbcUses(Sql sql, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.caches = caches;
    this.touched = touched;
  }

  /// One secret comes from memory: each look at it asks.
  @Override
  public Map<Id, SecretUse> of(Collection<Id> secrets) {
    if (secrets.size() != 1) {
      return load(secrets);
    }
    Id one = secrets.iterator().next();
    return caches
        .uses
        .get(one, id -> Optional.of(Optional.ofNullable(load(List.of(id)).get(id))))
        .flatMap(use -> use)
        .map(use -> Map.of(one, use))
        .orElse(Map.of());
  }

  private Map<Id, SecretUse> load(Collection<Id> secrets) {
    var uses = new HashMap<Id, SecretUse>();
    each(USES, secrets, row -> uses.put(id(row, "secret_id"), use(row)));
    return uses;
  }

  /// Runs `text` for [#AT_ONCE] of `secrets` at a time.
  private void each(String text, Collection<Id> secrets, Sql.Row<?> row) {
    List<Id> wanted = List.copyOf(secrets);
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      int first = from;
      var some = new @Nullable Object[AT_ONCE]; // filled up with the last one
      Arrays.setAll(some, i -> wanted.get(Math.min(first + i, wanted.size() - 1)).bytes());
      sql.each(text, row, some);
    }
  }

  private static SecretUse use(ResultSet row) throws SQLException {
    return new SecretUse(row.getLong("access_count"), time(row, "last_accessed_at_ms"));
  }

  @Override
  public long counted(Writer writer) {
    return sql.first(COUNTED, row -> row.getLong("seq"), writer.node(), writer.boot().bytes())
        .orElse(0L);
  }

  private long chain(Writer writer) {
    return sql.first(CHAIN, row -> row.getLong("id"), writer.node(), writer.boot().bytes())
        .orElse(0L);
  }

  @Override
  public Tally tally(Writer writer, long after, long entries) {
    long chain = chain(writer);
    long until =
        sql.first(LAST, row -> row.getLong("seq"), after, chain, after, after + entries)
            .orElse(after);
    var uses = new HashMap<Id, SecretUse>();
    sql.each(SINGLE_READS, row -> uses.put(id(row, "secret_id"), use(row)), chain, after, until);
    var pairs = new ArrayList<Pair>();
    sql.each(
        SEVERAL,
        row -> {
          List<Disclosed> several = JdbcAudit.disclosed(row.getBytes("secrets"));
          long seq = row.getLong("seq");
          several.forEach(one -> pairs.add(new Pair(seq, one)));
          if (READ.equals(row.getString("action")) && OK.equals(row.getString("outcome"))) {
            var one = new SecretUse(1, time(row, "at_ms"));
            several.forEach(each -> uses.merge(each.secret(), one, SecretUse::and));
          }
          return true;
        },
        chain,
        after,
        until);
    return new Tally(writer, after, until, uses, pairs);
  }

  @Override
  public List<Pair> told(Writer writer, long after, long until) {
    var pairs = new ArrayList<Pair>();
    sql.each(
        SEVERAL,
        row -> {
          long seq = row.getLong("seq");
          JdbcAudit.disclosed(row.getBytes("secrets"))
              .forEach(one -> pairs.add(new Pair(seq, one)));
          return true;
        },
        chain(writer),
        after,
        until);
    return pairs;
  }

  @Override
  public List<Pair> pairs(Writer writer, long after, long until) {
    return sql.query(
        PAIRS,
        row ->
            new Pair(
                row.getLong("seq"),
                new Disclosed(id(row, "secret_id"), new Version(row.getLong("version")))),
        chain(writer),
        after,
        until);
  }

  @Override
  public void add(Tally tally) {
    long chain = chain(tally.writer());
    boolean first = tally.after() == 0 && sql.update(BEGIN, tally.until(), chain, chain) == 1;
    if (!first && sql.update(GO_ON, tally.until(), chain, tally.after()) == 0) {
      return;
    }
    tally.uses().keySet().forEach(id -> touched.accept(() -> caches.uses.invalidate(id)));
    addPairs(chain, tally.pairs());
    addUses(tally.uses());
  }

  private void addPairs(long chain, List<Pair> pairs) {
    var names = new HashMap<Id, String>();
    Set<Id> secrets = pairs.stream().map(one -> one.disclosed().secret()).collect(toSet());
    each(NAMES, secrets, row -> names.put(id(row, "id"), row.getString("name")));
    updateAll(
        ADD_PAIR,
        pairs.stream()
            .map(
                one -> {
                  Id secret = one.disclosed().secret();
                  long version = one.disclosed().version().number();
                  return new @Nullable Object[] {
                    chain, one.seq(), secret.bytes(), version, names.get(secret)
                  };
                })
            .toList());
  }

  private void addUses(Map<Id, SecretUse> uses) {
    Set<Id> known = load(uses.keySet()).keySet();
    updateAll(
        FIRST_USE,
        uses.keySet().stream()
            .filter(secret -> !known.contains(secret))
            .map(secret -> new @Nullable Object[] {secret.bytes()})
            .toList());
    updateAll(
        USE, uses.entrySet().stream().map(use -> added(use.getKey(), use.getValue())).toList());
  }

  private static @Nullable Object[] added(Id secret, SecretUse use) {
    Instant last = use.last();
    return new @Nullable Object[] {
      use.count(), last.toEpochMilli(), last.toEpochMilli(), secret.bytes()
    };
  }

  private void updateAll(String text, List<@Nullable Object[]> rows) {
    if (!rows.isEmpty()) {
      sql.updateAll(text, rows);
    }
  }
}
