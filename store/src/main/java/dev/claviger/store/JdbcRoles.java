package dev.claviger.store;

import static dev.claviger.store.Columns.time;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.core.Role;
import dev.claviger.core.StoredRole;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.RoleName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Custom roles on the table `role`.
final class JdbcRoles {
  private static final String ROLES =
      """
      SELECT name, description, rules, created_at_ms, created_by, updated_at_ms, %s FROM role
      """
          .formatted(SealedTable.ROLE.selection());
  private static final List<SealedTable> SEALED = List.of(SealedTable.ROLE);
  private static final String ROLE = ROLES + " WHERE name = ?";
  private static final String ALL = ROLES + " ORDER BY name";
  private static final String CREATE =
      """
      INSERT INTO role (name, description, rules, created_at_ms, created_by, updated_at_ms)
      SELECT ?, ?, ?, ?, ?, ?
        FROM instance
       WHERE NOT EXISTS (SELECT 1 FROM role taken WHERE taken.name = ?)
      """;
  private static final String UPDATE =
      """
      UPDATE role SET description = ?, rules = ?, updated_at_ms = ? WHERE name = ?
      """;
  private static final String DELETE =
      """
      DELETE FROM role
       WHERE name = ? AND NOT EXISTS (SELECT 1 FROM binding WHERE binding.role = role.name)
      """;

  private final Sql sql;
  private final RowMacs macs;
  private final Caches caches;
  private final Consumer<Runnable> touched;

  JdbcRoles(Sql sql, RowMacs macs, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.caches = caches;
    this.touched = touched;
  }

  Optional<StoredRole> find(RoleName name) {
    return caches.roles.get(name, this::load);
  }

  /// As the database has it now, for a change that depends on it.
  boolean exists(RoleName name) {
    return load(name).isPresent();
  }

  private Optional<StoredRole> load(RoleName name) {
    return macs.first(SEALED, ROLE, JdbcRoles::role, name.value());
  }

  List<StoredRole> all() {
    return macs.query(SEALED, ALL, JdbcRoles::role);
  }

  void create(StoredRole role) {
    RoleName name = role.role().name();
    touch(name);
    int created =
        sql.update(
            CREATE,
            name.value(),
            role.description().text(),
            rules(role),
            role.createdAt().toEpochMilli(),
            role.createdBy(),
            role.updatedAt().toEpochMilli(),
            name.value());
    if (created == 0) {
      throw new NameTaken("role " + name);
    }
    seal(name);
  }

  void update(StoredRole role) {
    RoleName name = role.role().name();
    touch(name);
    int updated =
        sql.update(
            UPDATE,
            role.description().text(),
            rules(role),
            role.updatedAt().toEpochMilli(),
            name.value());
    if (updated == 0) {
      throw missing(name);
    }
    seal(name);
  }

  void delete(RoleName name) {
    touch(name);
    if (sql.update(DELETE, name.value()) == 0) {
      throw exists(name)
          ? new Conflict("somebody has the role " + name + "; see: claviger binding list")
          : missing(name);
    }
    seal(name);
  }

  private void seal(RoleName name) {
    macs.changed(SealedTable.ROLE, name.value());
  }

  static NotFound missing(RoleName name) {
    return new NotFound("role " + name);
  }

  private static byte[] rules(StoredRole role) {
    return role.role().text().getBytes(US_ASCII);
  }

  private void touch(RoleName name) {
    touched.accept(() -> caches.roles.invalidate(name));
  }

  private static StoredRole role(ResultSet row) throws SQLException {
    var name = new RoleName(row.getString("name"));
    return new StoredRole(
        Role.parse(name, new String(row.getBytes("rules"), US_ASCII)),
        new Description(row.getString("description")),
        time(row, "created_at_ms"),
        row.getString("created_by"),
        time(row, "updated_at_ms"));
  }
}
