package dev.claviger.store;

import static dev.claviger.store.Columns.id;

import dev.claviger.core.RefusedRow;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares secrets with the newest entry about each. A row with a true MAC may still be an old one
/// that was put back, together with its versions; a row that is gone carries no MAC at all.
final class SecretScan {
  private static final String RECORDED =
      """
      SELECT revision, state
        FROM entry
       WHERE secret_id = ? AND state IS NOT NULL
       ORDER BY revision DESC LIMIT 1
      """;
  private static final int CURRENT = 5;
  private static final int REVISION = 10;
  private static final String ROW = SealedTable.SECRET.selectOne();

  /// Secrets that some entry tells of and no row, unless an entry says that they were removed, or
  /// their space was, or is another one by now.
  private static final String GONE =
      """
      SELECT DISTINCT entry.secret_id
        FROM entry
        JOIN space ON space.name = entry.space AND space.created_at_ms <= entry.at_ms
       WHERE entry.state IS NOT NULL AND entry.secret_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM secret WHERE secret.id = entry.secret_id)
         AND NOT EXISTS (
               SELECT 1 FROM entry last
                WHERE last.secret_id = entry.secret_id AND last.state IS NOT NULL
                  AND last.reason = 'hard')
      """;

  /// A call that wrote many secrets is one entry, which tells of their versions only.
  private static final String IMPORTED =
      """
      SELECT secrets FROM entry WHERE action = 'IMPORT' AND outcome = 'ok' AND secrets IS NOT NULL
      """;

  private final Sql sql;
  private final Sql scans;
  private final LivingRows living;

  SecretScan(Sql sql, Sql scans, LivingRows living) {
    this.sql = sql;
    this.scans = scans;
    this.living = living;
  }

  private record Stored(Id id, long revision, @Nullable Disclosed current, @Nullable Digest mac) {}

  List<RefusedRow> run() {
    var suspects = new ArrayList<Id>();
    scans.each(
        SealedTable.SECRET.selectAll(),
        row -> {
          Stored found = stored(row);
          return holds(found, Set.of()) || suspects.add(found.id());
        });
    var wrong = new ArrayList<RefusedRow>();
    if (!suspects.isEmpty()) {
      Set<Disclosed> imported = imported();
      suspects.stream()
          .filter(id -> !holdsNow(id, imported))
          .forEach(id -> add(wrong, id, RefusedRow.UNKNOWN));
    }
    sql.query(GONE, row -> id(row, "secret_id")).forEach(id -> add(wrong, id, RefusedRow.MISSING));
    wrong.forEach(living::refuse);
    return wrong;
  }

  /// A secret may have moved on between the two reads; it is looked at once more.
  private boolean holdsNow(Id id, Set<Disclosed> imported) {
    return sql.first(ROW, row -> holds(stored(row), imported), (Object) id.bytes()).orElse(true);
  }

  private boolean holds(Stored stored, Set<Disclosed> imported) {
    Optional<Left> recorded = recorded(stored.id());
    return stored.mac() != null
        && (recorded.isEmpty()
            || recorded.get().state().equals(stored.mac())
            || (recorded.get().revision() < stored.revision()
                && imported.contains(stored.current())));
  }

  private Optional<Left> recorded(Id id) {
    return sql.first(
        RECORDED,
        row -> new Left(row.getLong("revision"), new Digest(row.getBytes("state"))),
        (Object) id.bytes());
  }

  private Set<Disclosed> imported() {
    var all = new HashSet<Disclosed>();
    scans.each(IMPORTED, row -> all.addAll(JdbcAudit.disclosed(row.getBytes("secrets"))));
    return all;
  }

  private static Stored stored(ResultSet row) throws SQLException {
    @Nullable Object[] values = SealedTable.SECRET.values(row);
    var id = new Id(HexFormat.of().formatHex((byte[]) Objects.requireNonNull(values[0])));
    long revision = (Long) Objects.requireNonNull(values[REVISION]);
    Object current = values[CURRENT];
    var version = current == null ? null : new Disclosed(id, new Version((Long) current));
    return new Stored(id, revision, version, SealedTable.SECRET.mac(row));
  }

  private static void add(List<RefusedRow> wrong, Id id, String reason) {
    wrong.add(new RefusedRow(SealedTable.SECRET.table(), id.hex(), reason));
  }
}
