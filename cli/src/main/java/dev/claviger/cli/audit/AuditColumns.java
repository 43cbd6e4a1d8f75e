package dev.claviger.cli.audit;

import dev.claviger.cli.render.Column;
import dev.claviger.cli.rest.Json;
import java.util.List;

/// How entries are shown to people.
final class AuditColumns {
  static final List<Column> ALL =
      List.of(
          Column.time("TIME", "timestamp"),
          new Column("WHO", AuditColumns::who),
          Column.of("ACTION", "action"),
          new Column("WHAT", AuditColumns::what),
          Column.of("VERSION", "version"),
          Column.of("OUTCOME", "outcome"));

  private AuditColumns() {}

  static String who(Json entry) {
    return entry.text("principal");
  }

  /// Such as `payments/production DATABASE_URL`.
  static String what(Json entry) {
    String space = entry.text("space");
    String environment = entry.text("environment");
    String scope = environment.isEmpty() ? space : space + "/" + environment;
    String name = entry.text("resource_name");
    String what = name.equals(space) ? scope : (scope + " " + name).strip();
    return what.isEmpty() ? entry.text("resource_type") : what;
  }
}
