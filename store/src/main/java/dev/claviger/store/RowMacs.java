package dev.claviger.store;

import dev.claviger.core.RefusedRow;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Digest;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.store.LivingRows.Changes;
import dev.claviger.store.SealedTable.RowKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads and seals rows of [SealedTable]s for one unit of work: what does not carry the MAC that
/// this server gave it is left out.
final class RowMacs {
  /// Between two reads a commit may move a row on; three times in a row it does not.
  private static final int ATTEMPTS = 3;

  private final Sql sql;
  private final LivingRows living;
  private final @Nullable Changes changes; // null while only reading

  RowMacs(Sql sql, LivingRows living, @Nullable Changes changes) {
    this.sql = sql;
    this.living = living;
    this.changes = changes;
  }

  /// The rows that are true. `text` selects the [SealedTable#selection] of each table.
  <T> List<T> query(
      List<SealedTable> tables, String text, Sql.Row<T> row, @Nullable Object... parameters) {
    var refused = new ArrayList<RefusedRow>();
    List<T> good = attempts(tables, text, row, refused, parameters);
    refused.forEach(living::refuse);
    return good;
  }

  <T> Optional<T> first(
      List<SealedTable> tables, String text, Sql.Row<T> row, @Nullable Object... parameters) {
    return query(tables, text, row, parameters).stream().findFirst();
  }

  /// The one row that was asked for by name.
  ///
  /// @throws DecryptionFailed if it is there and not true
  <T> Optional<T> one(
      List<SealedTable> tables, String text, Sql.Row<T> row, @Nullable Object... parameters) {
    var refused = new ArrayList<RefusedRow>();
    List<T> good = attempts(tables, text, row, refused, parameters);
    refused.forEach(living::refuse);
    if (!refused.isEmpty()) {
      throw new DecryptionFailed();
    }
    return good.stream().findFirst();
  }

  private <T> List<T> attempts(
      List<SealedTable> tables,
      String text,
      Sql.Row<T> row,
      List<RefusedRow> refused,
      @Nullable Object... parameters) {
    for (int left = ATTEMPTS; ; left--) {
      var good = new ArrayList<T>();
      refused.clear();
      sql.each(
          text,
          found -> {
            Optional<RefusedRow> bad = bad(tables, found);
            bad.ifPresent(refused::add);
            return bad.isPresent() || good.add(row.map(found));
          },
          parameters);
      if (refused.isEmpty() || left == 1) {
        return good;
      }
      catchUp();
    }
  }

  private Optional<RefusedRow> bad(List<SealedTable> tables, ResultSet row) throws SQLException {
    if (!living.isProtected()) {
      return Optional.empty();
    }
    for (SealedTable table : tables) {
      Optional<RefusedRow> bad = bad(table, row);
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  private Optional<RefusedRow> bad(SealedTable table, ResultSet row) throws SQLException {
    @Nullable Object[] values = table.values(row);
    RowKey key = table.key(values);
    Digest mac = table.mac(row);
    if (mac == null || !Objects.equals(computed(table, table.generation(row), values), mac)) {
      return Optional.of(refused(key, RefusedRow.CHANGED));
    }
    return table.isSmall() && !stands(key, mac)
        ? Optional.of(refused(key, RefusedRow.UNKNOWN))
        : Optional.empty();
  }

  private static RefusedRow refused(RowKey key, String reason) {
    return new RefusedRow(key.table().table(), key.key(), reason);
  }

  private boolean stands(RowKey key, Digest mac) {
    return changes == null ? living.stands(key, mac) : changes.stands(key, mac);
  }

  private @Nullable Digest computed(SealedTable table, int generation, @Nullable Object[] values) {
    try {
      return living.keys().mac(generation, table.canonical(values));
    } catch (DecryptionFailed _) {
      return null; // nobody has such a key
    }
  }

  /// The MAC of a row whose values are known, for the statement that writes it.
  Digest mac(SealedTable table, @Nullable Object... values) {
    return living.keys().mac(generation(), table.canonical(values));
  }

  int generation() {
    return living.keys().writing();
  }

  /// Seals a row of a small table after it was written, or notes that it is gone.
  void changed(SealedTable table, Object... key) {
    Changes now = changes;
    if (!living.isProtected() || now == null) {
      return;
    }
    if (now.isEmpty() && catchUp()) {
      now.renew();
    }
    Optional<@Nullable Object[]> row = sql.first(table.selectOne(), table::values, key);
    Digest mac = row.map(values -> mac(table, values)).orElse(null);
    if (mac != null) {
      store(table, mac, key);
    }
    now.put(table.key(key), mac);
  }

  private void store(SealedTable table, Digest mac, @Nullable Object... key) {
    var parameters = new ArrayList<@Nullable Object>(List.of(mac.bytes(), generation()));
    parameters.addAll(Arrays.asList(key));
    sql.update(table.seal(), parameters.toArray());
  }

  /// Says that a row is true by itself and does not fit the others.
  void refuse(SealedTable table, Object... key) {
    living.refuse(refused(table.key(key), RefusedRow.UNKNOWN));
  }

  /// Takes up what another process did, such as `reset-admin` beside a running server, if what it
  /// recorded is what stands in the tables. Says whether it did.
  boolean catchUp() {
    Optional<Left> recorded = JdbcAudit.recorded(sql);
    return recorded.isPresent()
        && living.isBehind(recorded.get())
        && living.adopt(stored(), recorded.get());
  }

  /// The MACs that all rows of the small tables carry.
  Map<RowKey, Digest> stored() {
    var found = new HashMap<RowKey, Digest>();
    for (SealedTable table : SealedTable.small()) {
      sql.each(
          table.selectAll(),
          row -> {
            Digest mac = table.mac(row);
            if (mac != null) {
              found.put(table.key(table.values(row)), mac);
            }
            return true;
          });
    }
    return found;
  }

  /// Gives every row a MAC, as it is.
  void sealAll() {
    for (SealedTable table : SealedTable.all()) {
      List<@Nullable Object[]> rows = sql.query(table.selectAll(), table::values);
      for (@Nullable Object[] values : rows) {
        Digest mac = mac(table, values);
        @Nullable Object[] key = Arrays.copyOf(values, table.keyColumns());
        store(table, mac, key);
        if (table.isSmall() && changes != null) {
          changes.put(table.key(values), mac);
        }
      }
    }
  }

  /// Names rows of the small tables that are not as they were left.
  List<RefusedRow> check() {
    List<RefusedRow> wrong = List.of();
    for (int left = ATTEMPTS; left > 0; left--) {
      catchUp();
      wrong = wrongNow();
      if (wrong.isEmpty()) {
        break;
      }
    }
    wrong.forEach(living::refuse);
    return wrong;
  }

  private List<RefusedRow> wrongNow() {
    Map<RowKey, Digest> missing = living.all();
    var wrong = new ArrayList<RefusedRow>();
    for (SealedTable table : SealedTable.small()) {
      sql.each(
          table.selectAll(),
          row -> {
            bad(table, row).ifPresent(wrong::add);
            missing.remove(table.key(table.values(row)));
            return true;
          });
    }
    missing.keySet().forEach(key -> wrong.add(refused(key, RefusedRow.MISSING)));
    return wrong;
  }
}
