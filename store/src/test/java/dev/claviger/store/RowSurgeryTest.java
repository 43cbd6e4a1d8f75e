package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.AuditTruncated;
import dev.claviger.core.Caller;
import dev.claviger.core.Plane;
import dev.claviger.core.RefusedRow;
import dev.claviger.core.RowWatch;
import dev.claviger.core.RowsChanged;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.Spaces;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FT10: whoever can write the database cannot give himself access, nor take anything back unseen.
class RowSurgeryTest {
  private static final String NAME = "OPENAI_API_KEY";
  private static final String FIRST = "sk-first-0123456789";
  private static final Principal MARA = Principal.user("mara");
  private static final RoleName VIEWER = new RoleName("viewer");
  private static final RoleName ADMIN = new RoleName("admin");

  @TempDir Path folder;
  private DatabaseSettings settings;
  private TestInstance instance;

  @BeforeEach
  void a_server_with_a_secret() {
    settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    instance = new TestInstance(settings, folder);
    instance.create(NAME, FIRST);
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  @Test
  void a_binding_to_a_greater_role_is_refused() {
    byte[] token = mara(VIEWER);
    write("UPDATE binding SET role = 'admin' WHERE role = 'viewer'");
    assertThat(refusedTo(token)).isTrue();
    assertRefused("binding", RefusedRow.CHANGED);
  }

  @Test
  void a_binding_copied_from_somebody_is_refused() {
    byte[] token = mara(null);
    write(
        """
        INSERT INTO binding (id, principal_id, role, space, environment, created_at_ms, created_by,
                             row_mac, mac_generation)
        SELECT X'00112233445566778899AABBCCDDEEFF',
               (SELECT id FROM principal WHERE name = 'mara'), role, space, environment,
               created_at_ms, created_by, row_mac, mac_generation
          FROM binding WHERE role = 'admin'
        """);
    assertThat(refusedTo(token)).isTrue();
    assertRefused("binding", RefusedRow.CHANGED);
  }

  @Test
  void a_binding_that_was_taken_away_is_refused_when_it_is_put_back() {
    byte[] token = mara(ADMIN);
    write("CREATE TABLE kept AS SELECT * FROM binding");
    for (StoredBinding binding :
        instance.core.bindings().list(instance.admin, Reach.EVERYWHERE, MARA)) {
      instance.core.bindings().delete(instance.admin, binding.id());
    }
    write(
        "INSERT INTO binding SELECT * FROM kept WHERE id NOT IN (SELECT id FROM binding)",
        "DROP TABLE kept");
    assertThat(refusedTo(token)).isTrue();
    assertRefused("binding", RefusedRow.UNKNOWN);
  }

  @Test
  void a_token_of_ones_own_making_is_refused() {
    byte[] token = mara(null);
    write(
        """
        UPDATE token SET principal_id = (SELECT id FROM principal WHERE name = 'admin')
         WHERE principal_id = (SELECT id FROM principal WHERE name = 'mara')
        """);
    assertThatThrownBy(() -> instance.caller(token, Plane.MANAGEMENT))
        .isInstanceOf(Unauthenticated.class);
    assertRefused("token", RefusedRow.CHANGED);
  }

  @Test
  void a_revoked_token_is_refused_when_its_row_is_put_back() {
    byte[] token = mara(ADMIN);
    write("CREATE TABLE kept AS SELECT * FROM token");
    Caller mara = instance.caller(token, Plane.MANAGEMENT);
    instance.core.tokens().revoke(instance.admin, Objects.requireNonNull(mara.credential()));
    write("DELETE FROM token", "INSERT INTO token SELECT * FROM kept", "DROP TABLE kept");
    assertThatThrownBy(() -> instance.caller(token, Plane.MANAGEMENT))
        .isInstanceOf(Unauthenticated.class);
    assertRefused("token", RefusedRow.UNKNOWN);
  }

  @Test
  void a_space_that_shows_its_values_by_another_hand_is_refused() {
    instance.restart(false);
    write("UPDATE space SET disclosure = 'http'");
    assertThat(
            instance.core.spaces().list(instance.admin, false).stream()
                .filter(space -> space.disclosure() == Disclosure.HTTP))
        .isEmpty();
    assertThatThrownBy(
            () -> instance.core.secrets().describe(instance.admin, TestInstance.ref(NAME), true))
        .isInstanceOf(ClavigerException.class);
    assertRefused("space", RefusedRow.CHANGED);
  }

  @Test
  void a_disabled_secret_stays_so() {
    var disabling = new SecretEdit(null, null, false, null, true);
    instance.core.changes().edit(instance.admin, TestInstance.ref(NAME), disabling, null);
    instance.restart(false);
    write("UPDATE secret SET disabled = 0");
    assertThatThrownBy(() -> read(null)).isInstanceOf(DecryptionFailed.class);
    assertRefused("secret", RefusedRow.CHANGED);
  }

  @Test
  void a_destroyed_version_is_refused_when_it_is_put_back() {
    write("CREATE TABLE kept AS SELECT * FROM secret_version");
    rotate("sk-second");
    write(
        "UPDATE kept SET state = 'grace'",
        "INSERT INTO kept SELECT * FROM secret_version WHERE version = 1");
    instance.core.changes().destroy(instance.admin, TestInstance.ref(NAME), Version.FIRST);
    write(
        "DELETE FROM secret_version WHERE version = 1",
        "INSERT INTO secret_version SELECT * FROM kept WHERE grace_until_ms IS NOT NULL",
        "DROP TABLE kept");
    assertThatThrownBy(() -> read(Version.FIRST)).isInstanceOf(DecryptionFailed.class);
    assertRefused("secret_version", RefusedRow.UNKNOWN);
  }

  @Test
  void a_secret_rolled_back_with_its_versions_is_found_by_the_next_check() {
    write(
        "CREATE TABLE old_secret AS SELECT * FROM secret",
        "CREATE TABLE old_version AS SELECT * FROM secret_version");
    rotate("sk-second");
    instance.core.sweeps().checkRows();
    assertThat(refused()).isEmpty();
    write(
        "DELETE FROM secret_version",
        "DELETE FROM secret",
        "INSERT INTO secret SELECT * FROM old_secret",
        "INSERT INTO secret_version SELECT * FROM old_version",
        "DROP TABLE old_secret",
        "DROP TABLE old_version");
    instance.core.sweeps().checkRows();
    assertRefused("secret", RefusedRow.UNKNOWN);
  }

  @Test
  void a_secret_that_is_gone_is_found_by_the_next_check_unless_we_removed_it() {
    instance.create("REMOVED", "value");
    instance.core.changes().delete(instance.admin, TestInstance.ref("REMOVED"), true, null);
    instance.core.sweeps().checkRows();
    assertThat(refused()).isEmpty();
    write("DELETE FROM secret_version", "DELETE FROM secret");
    instance.core.sweeps().checkRows();
    assertRefused("secret", RefusedRow.MISSING);
  }

  @Test
  void a_principal_that_is_gone_is_found_by_the_next_check() {
    var _ = mara(VIEWER);
    write(
        "DELETE FROM token WHERE principal_id IN (SELECT id FROM principal WHERE name = 'mara')",
        "DELETE FROM binding WHERE role = 'viewer'",
        "DELETE FROM principal WHERE name = 'mara'");
    instance.core.sweeps().checkRows();
    assertRefused("principal", RefusedRow.MISSING);
    assertRefused("token", RefusedRow.MISSING);
    assertRefused("binding", RefusedRow.MISSING);
  }

  @Test
  void a_table_rolled_back_while_the_server_is_down_keeps_it_from_starting() {
    byte[] token = mara(ADMIN);
    write("CREATE TABLE kept AS SELECT * FROM binding");
    for (StoredBinding binding :
        instance.core.bindings().list(instance.admin, Reach.EVERYWHERE, MARA)) {
      instance.core.bindings().delete(instance.admin, binding.id());
    }
    instance.core.close();
    write("DELETE FROM binding", "INSERT INTO binding SELECT * FROM kept", "DROP TABLE kept");
    assertThatThrownBy(() -> instance.open(false))
        .isInstanceOf(RowsChanged.class)
        .hasMessageContaining("accept-rows");
    instance.acceptRows();
    assertThat(log()).contains("ROWS_ACCEPTED");
    instance.core.close();
    instance.startAt(settings); // accepted once is accepted for good
    assertThat(refusedTo(token)).isFalse();
  }

  @Test
  void a_table_rolled_back_with_the_entries_that_tell_of_it_keeps_the_server_from_starting() {
    var _ = mara(ADMIN);
    instance.core.close();
    write(
        "DROP TRIGGER entry_is_never_changed",
        "DELETE FROM binding WHERE principal_id = (SELECT id FROM principal WHERE name = 'mara')",
        "UPDATE entry SET state = NULL WHERE type = 'binding' OR action LIKE 'CHAIN%'");
    assertThatThrownBy(() -> instance.open(false)).isInstanceOf(RowsChanged.class);
    instance.acceptRows();
    assertThat(instance.core.audit().verify(instance.admin).ok()).isFalse();
  }

  @Test
  void the_tail_of_a_stopped_chain_that_is_cut_off_keeps_the_server_from_starting() {
    instance.core.close();
    write("DROP TRIGGER entry_is_never_deleted", "DELETE FROM entry WHERE seq > 3");
    assertThatThrownBy(() -> instance.open(false)).isInstanceOf(AuditTruncated.class);
    instance.core = instance.open(true);
  }

  @Test
  void what_another_process_did_is_taken_up() {
    instance.resetAdminBeside();
    byte[] token = mara(VIEWER);
    assertThat(refusedTo(token)).isTrue();
    instance.core.sweeps().checkRows();
    assertThat(refused()).isEmpty();
    instance.restart(false);
    assertThat(refused()).isEmpty();
  }

  /// A new person, with a role or without, and her token.
  private byte[] mara(@Nullable RoleName role) {
    instance.core.people().create(instance.admin, MARA, Description.NONE, null).close();
    if (role != null) {
      instance.core.bindings().create(instance.admin, MARA, role, Reach.EVERYWHERE, Set.of());
    }
    try (var made = instance.core.tokens().create(instance.admin, MARA, "t", null, null)) {
      return made.token().reveal(byte[]::clone);
    } finally {
      instance.restart(false); // nothing of hers is in memory
    }
  }

  /// Whether she may not make a space.
  private boolean refusedTo(byte[] token) {
    Caller mara = instance.caller(token, Plane.MANAGEMENT);
    try {
      instance
          .core
          .spaces()
          .create(mara, new SpaceName("of-mara"), new Spaces.Edit(null, null, null));
      return false;
    } catch (AccessDenied _) {
      return true;
    }
  }

  private void rotate(String text) {
    try (SecretValue next = TestInstance.value(text)) {
      instance
          .core
          .changes()
          .rotate(instance.admin, TestInstance.ref(NAME), next, Duration.ofDays(7));
    }
  }

  private String read(@Nullable Version version) {
    Caller admin = instance.adminOnServicePlane();
    try (var found = instance.core.values().read(admin, TestInstance.ref(NAME), version)) {
      return found.value().reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  private List<RefusedRow> refused() {
    return instance.core.status().report(instance.admin).refused();
  }

  /// It is in the status, and on record.
  private void assertRefused(String table, String reason) {
    assertThat(refused()).anyMatch(row -> row.table().equals(table) && row.reason().equals(reason));
    instance.core.sweeps().recordRefusedRows();
    assertThat(log()).contains(RowWatch.REFUSED);
  }

  private List<String> log() {
    var all = new AuditFilter(null, null, null, null, null, null, null, null, null, false);
    return instance.core.audit().list(instance.admin, Reach.EVERYWHERE, null, all, 100).stream()
        .map(listed -> listed.chained().entry().event().action())
        .toList();
  }

  private void write(String... statements) {
    try (Connection connection = DriverManager.getConnection(settings.url());
        var statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
