package dev.claviger.cli.audit;

import dev.claviger.cli.rest.Json;
import java.util.List;
import java.util.stream.Collectors;

/// Entries as CSV (RFC 4180). The columns are fixed; what is absent is empty.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula. So such a cell,
/// and one that begins with `'` itself, gets a `'` before it, which can be taken away again.
final class EntryCsv {
  private static final List<String> COLUMNS =
      List.of(
          "format",
          "node",
          "boot",
          "seq",
          "timestamp",
          "request_id",
          "principal",
          "principal_id",
          "credential",
          "client",
          "address",
          "action",
          "resource_type",
          "resource_id",
          "space",
          "environment",
          "resource_name",
          "secret_name",
          "secret_id",
          "version",
          "envelope",
          "count",
          "secrets",
          "outcome",
          "reason",
          "revision",
          "state",
          "link",
          "mac",
          "key_generation");

  static final String HEADER = String.join(",", COLUMNS) + "\r\n";

  private EntryCsv() {}

  /// With its end.
  static String line(Json entry) {
    return COLUMNS.stream()
            .map(column -> cell(column.equals("secrets") ? secrets(entry) : entry.text(column)))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /// Such as `ID:VERSION ID:VERSION`.
  private static String secrets(Json entry) {
    return entry.items("secrets").stream()
        .map(one -> one.text("secret_id") + ":" + one.text("version"))
        .collect(Collectors.joining(" "));
  }

  private static String cell(String text) {
    boolean taken = !text.isEmpty() && "=+-@\t\r\n'".indexOf(text.charAt(0)) >= 0;
    String safe = taken ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
