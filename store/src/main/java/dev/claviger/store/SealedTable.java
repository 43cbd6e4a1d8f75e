package dev.claviger.store;

import static dev.claviger.store.SealedTable.Kind.BYTES;
import static dev.claviger.store.SealedTable.Kind.NUMBER;
import static dev.claviger.store.SealedTable.Kind.TEXT;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.Pae;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tables whose rows carry a MAC, and the columns that it covers, in the order of the format.
///
/// A small table is also authenticated as a whole, so that no row of it can be removed or put back.
final class SealedTable {
  static final SealedTable PRINCIPAL =
      new SealedTable(
          "principal",
          true,
          1,
          column("id", BYTES),
          column("kind", TEXT),
          column("name", TEXT),
          column("live_name", TEXT),
          column("password_hash", TEXT),
          column("deleted_at_ms", NUMBER));
  static final SealedTable TOKEN =
      new SealedTable(
          "token",
          true,
          1,
          column("id", TEXT),
          column("purpose", TEXT),
          column("verifier", BYTES),
          column("key_generation", NUMBER),
          column("principal_id", BYTES),
          column("space", TEXT),
          column("environment", TEXT),
          column("expires_at_ms", NUMBER),
          column("ended_at_ms", NUMBER),
          column("replaced_at_ms", NUMBER));
  static final SealedTable BINDING =
      new SealedTable(
          "binding",
          true,
          1,
          column("id", BYTES),
          column("principal_id", BYTES),
          column("role", TEXT),
          column("space", TEXT),
          column("environment", TEXT),
          column("only_names", BYTES));
  static final SealedTable ROLE =
      new SealedTable("role", true, 1, column("name", TEXT), column("rules", BYTES));
  static final SealedTable SPACE =
      new SealedTable(
          "space",
          true,
          1,
          column("id", BYTES),
          column("name", TEXT),
          column("disclosure", TEXT),
          column("mask_style", TEXT),
          column("deleted_at_ms", NUMBER),
          column("erased", NUMBER));
  static final SealedTable WRAPPED_KEY =
      new SealedTable(
          "wrapped_key",
          true,
          3,
          column("purpose", TEXT),
          column("space_id", BYTES),
          column("generation", NUMBER),
          column("root_generation", NUMBER),
          column("wrapped", BYTES),
          column("state", TEXT));
  static final SealedTable KEY_ROTATION =
      new SealedTable(
          "key_rotation",
          true,
          3,
          column("purpose", TEXT),
          column("space_id", BYTES),
          column("generation", NUMBER),
          column("cursor_secret", BYTES),
          column("cursor_version", NUMBER),
          column("found_old", NUMBER),
          column("clean_scans", NUMBER),
          column("done", NUMBER),
          column("ended_at_ms", NUMBER));
  static final SealedTable SECRET =
      new SealedTable(
          "secret",
          false,
          1,
          column("id", BYTES),
          column("space_id", BYTES),
          column("environment", TEXT),
          column("name", TEXT),
          column("live_name", TEXT),
          column("current", NUMBER),
          column("expires_at_ms", NUMBER),
          column("usable_expired", NUMBER),
          column("disabled", NUMBER),
          column("deleted_at_ms", NUMBER),
          column("revision", NUMBER),
          column("destroyed", NUMBER));
  static final SealedTable SECRET_VERSION =
      new SealedTable(
          "secret_version",
          false,
          2,
          column("secret_id", BYTES),
          column("version", NUMBER),
          column("state", TEXT),
          column("grace_until_ms", NUMBER));

  private static final byte[] DOMAIN = Pae.text("claviger/row/v1");
  private static final byte[] ABSENT = {};
  private static final byte PRESENT = 1;

  private final String table;
  private final boolean small;
  private final List<Column> columns;
  private final List<Column> key;
  private final String selection;
  private final String selectAll;
  private final String selectOne;
  private final String seal;

  private SealedTable(String table, boolean small, int keyColumns, Column... columns) {
    this.table = table;
    this.small = small;
    this.columns = List.of(columns);
    this.key = this.columns.subList(0, keyColumns);
    this.selection = selected();
    this.selectAll = "SELECT " + selection + " FROM " + table;
    this.selectOne = selectAll + whereKey();
    this.seal = "UPDATE " + table + " SET row_mac = ?, mac_generation = ?" + whereKey();
  }

  enum Kind {
    TEXT,
    BYTES,
    NUMBER
  }

  private record Column(String name, Kind kind) {}

  private static Column column(String name, Kind kind) {
    return new Column(name, kind);
  }

  /// The tables that are authenticated as a whole.
  static List<SealedTable> small() {
    return List.of(PRINCIPAL, TOKEN, BINDING, ROLE, SPACE, WRAPPED_KEY, KEY_ROTATION);
  }

  static List<SealedTable> all() {
    return List.of(
        PRINCIPAL, TOKEN, BINDING, ROLE, SPACE, WRAPPED_KEY, KEY_ROTATION, SECRET, SECRET_VERSION);
  }

  boolean isSmall() {
    return small;
  }

  /// Its name in the schema.
  String table() {
    return table;
  }

  private String selected() {
    return columns.stream()
            .map(column -> table() + "." + column.name() + " AS " + label(column.name()))
            .collect(Collectors.joining(", "))
        + ", %1$s.row_mac AS %2$s, %1$s.mac_generation AS %3$s"
            .formatted(table(), label("row_mac"), label("mac_generation"));
  }

  /// What a query has to select to have its rows checked.
  String selection() {
    return selection;
  }

  /// All rows, to be checked.
  String selectAll() {
    return selectAll;
  }

  /// The row with one key, to be checked.
  String selectOne() {
    return selectOne;
  }

  /// Stores MAC and generation of the row with one key.
  String seal() {
    return seal;
  }

  int keyColumns() {
    return key.size();
  }

  private String whereKey() {
    return key.stream()
        .map(column -> column.name() + " = ?")
        .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  private String label(String column) {
    return "sealed_" + table() + "_" + column;
  }

  /// The bytes to be MACed, from values in the order of the columns.
  byte[] canonical(@Nullable Object... values) {
    var parts = new ArrayList<byte[]>();
    parts.add(DOMAIN);
    parts.add(Pae.text(table()));
    for (int i = 0; i < columns.size(); i++) {
      parts.add(part(columns.get(i).kind(), values[i]));
    }
    return Pae.of(parts.toArray(byte[][]::new));
  }

  private static byte[] part(Kind kind, @Nullable Object value) {
    if (value == null) {
      return ABSENT;
    }
    byte[] bytes =
        switch (kind) {
          case TEXT -> Pae.text((String) value);
          case BYTES -> (byte[]) value;
          case NUMBER -> Pae.u64(((Number) value).longValue());
        };
    byte[] part = new byte[1 + bytes.length]; // so that the empty text is not the absent one
    part[0] = PRESENT;
    System.arraycopy(bytes, 0, part, 1, bytes.length);
    return part;
  }

  /// The values of a row that was found with [#selection].
  @Nullable Object[] values(ResultSet row) throws SQLException {
    var values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, columns.get(i));
    }
    return values;
  }

  private @Nullable Object value(ResultSet row, Column column) throws SQLException {
    String label = label(column.name());
    return switch (column.kind()) {
      case TEXT -> row.getString(label);
      case BYTES -> row.getBytes(label);
      case NUMBER -> {
        long number = row.getLong(label);
        yield row.wasNull() ? null : number;
      }
    };
  }

  /// The MAC that the row carries; null if none of the right size.
  @Nullable Digest mac(ResultSet row) throws SQLException {
    byte[] mac = row.getBytes(label("row_mac"));
    return mac == null || mac.length != Digest.BYTES ? null : new Digest(mac);
  }

  int generation(ResultSet row) throws SQLException {
    return row.getInt(label("mac_generation"));
  }

  /// The key of a row, for people and for [LivingRows].
  RowKey key(@Nullable Object... values) {
    var text = new ArrayList<String>();
    for (int i = 0; i < key.size(); i++) {
      Object value = values[i];
      text.add(
          value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
    }
    return new RowKey(this, String.join("/", text));
  }

  /// Names a row.
  record RowKey(SealedTable table, String key) {}
}
