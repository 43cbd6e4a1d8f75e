package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Subject;
import dev.claviger.core.audit.Writer;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// R8, I8: the log and the secrets' metadata can be read in SQL, under the names promised there.
interface ViewsContract extends StoreContract {
  List<String> AUDIT_LOGS =
      List.of(
          "id",
          "timestamp",
          "action",
          "resource_type",
          "resource_id",
          "principal",
          "space",
          "metadata");
  List<String> SECRET_AUDIT_LOG =
      List.of(
          "id",
          "secret_name",
          "operation",
          "requester_role",
          "agent_id",
          "success",
          "error_message",
          "timestamp");
  List<String> SPACE_SECRETS =
      List.of("space", "key_name", "description", "created_at", "updated_at", "created_by");

  @Test
  default void the_views_have_the_columns_of_r8_and_no_other() {
    assertThat(tables().columns("audit_logs")).isEqualTo(AUDIT_LOGS);
    assertThat(tables().columns("secret_audit_log")).isEqualTo(SECRET_AUDIT_LOG);
    assertThat(tables().columns("space_secrets")).isEqualTo(SPACE_SECRETS);
  }

  @Test
  default void audit_logs_tells_what_was_done_to_what_by_whom() {
    StoredSecret secret = Rows.secretIn(database(), Rows.spaceIn(database()), "API_KEY");
    StoredPrincipal user = Rows.userIn(database());
    Writer writer = append(by(user, "READ", secret, "ok", Rows.read(secret).note()));
    Map<String, String> row = tables().row("SELECT * FROM audit_logs WHERE id = '%s/1'", writer);
    String space = secret.ref().scope().space().value();
    assertThat(row)
        .containsEntry("timestamp", Rows.NOW.plusMillis(1).toString())
        .containsEntry("action", "secret.read")
        .containsEntry("resource_type", "secret")
        .containsEntry("resource_id", space + ":API_KEY")
        .containsEntry("principal", user.identity().principal().toString())
        .containsEntry("space", space);
    assertThat(row.getOrDefault("metadata", "").replace(" ", ""))
        .startsWith("{\"secret_key\":\"API_KEY\",\"action\":\"READ\",")
        .contains("\"environment\":\"production\"", "\"version\":1,", "\"outcome\":\"ok\"")
        .contains("\"secret_id\":\"" + secret.id().secret().hex() + "\"");
  }

  @Test
  default void audit_logs_shows_entries_that_name_nothing() {
    Event listed =
        new Event(
            Rows.id(),
            null,
            null,
            0,
            "LIST",
            new Subject("space", null, null, null),
            "unauthenticated",
            Note.NONE);
    Writer writer = append(listed);
    assertThat(tables().row("SELECT * FROM audit_logs WHERE id = '%s/1'", writer))
        .containsEntry("action", "space.list")
        .doesNotContainKeys("resource_id", "principal", "space");
  }

  @Test
  default void secret_audit_log_tells_operation_role_agent_and_success() {
    StoredSecret secret = Rows.secretIn(database(), Rows.spaceIn(database()), "API_KEY");
    StoredPrincipal agent = Rows.agentIn(database());
    grant(agent, "viewer", new Reach.InEnvironment(secret.ref().scope()));
    grant(agent, "agent", new Reach.InSpace(secret.ref().scope().space()));
    grant(agent, "admin", new Reach.InSpace(Rows.space().name()));
    Writer writer =
        append(
            by(agent, "READ", secret, "ok", Rows.read(secret).note()),
            by(agent, "ROTATE", secret, "access_denied", Note.NONE),
            by(null, "PURGE", secret, "ok", Note.NONE),
            by(agent, "LIST", secret, "ok", Note.NONE));
    String one = "SELECT * FROM secret_audit_log WHERE id = '%s/";
    assertThat(tables().row(one + "1'", writer))
        .containsEntry("secret_name", "API_KEY")
        .containsEntry("operation", "READ")
        .containsEntry("requester_role", "agent,viewer")
        .containsEntry("agent_id", agent.identity().principal().name())
        .containsEntry("success", "1")
        .containsEntry("timestamp", Long.toString(Rows.NOW.getEpochSecond()))
        .doesNotContainKey("error_message");
    assertThat(tables().row(one + "2'", writer))
        .containsEntry("operation", "UPDATE")
        .containsEntry("success", "0")
        .containsEntry("error_message", "access_denied");
    assertThat(tables().row(one + "3'", writer))
        .containsEntry("operation", "DELETE")
        .doesNotContainKeys("requester_role", "agent_id");
    assertThat(tables().row(one + "4'", writer)).isEmpty();
  }

  @Test
  default void secret_audit_log_has_a_row_for_each_secret_of_a_call_that_disclosed_several() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret first = Rows.secretIn(database(), space, "FIRST");
    StoredSecret second = Rows.secretIn(database(), space, "SECOND");
    Writer writer =
        append(
            several("READ", space, first.id().secret(), second.id().secret()),
            several("IMPORT", space, first.id().secret()));
    tables()
        .execute(
            "INSERT INTO entry_secret (chain, seq, secret_id, version, name)"
                + " SELECT entry.chain, entry.seq, secret.id, 1, secret.name"
                + " FROM entry JOIN chain ON chain.id = entry.chain, secret JOIN space"
                + " ON space.id = secret.space_id WHERE chain.boot = "
                + tables().literal(writer.boot())
                + " AND space.id = "
                + tables().literal(space.id())
                + " AND (entry.seq = 1 OR secret.name = 'FIRST')");
    String found =
        "SELECT COUNT(*) FROM secret_audit_log WHERE secret_name = '%s' AND operation = '%s'"
            + " AND id LIKE '"
            + writer.boot().hex()
            + "/%%'";
    assertThat(tables().number(found.formatted("FIRST", "READ"))).isOne();
    assertThat(tables().number(found.formatted("SECOND", "READ"))).isOne();
    assertThat(tables().number(found.formatted("FIRST", "CREATE"))).isOne();
    assertThat(tables().number(found.formatted("SECOND", "CREATE"))).isZero();
  }

  @Test
  default void space_secrets_shows_living_secrets_only() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret living =
        Rows.described(Rows.secretIn(database(), space, "LIVING"), "Zahlungen – 支払い 💳");
    database().commit(stores -> stores.secrets().edit(living, 1));
    StoredSecret gone = Rows.secretIn(database(), space, "GONE");
    database().commit(stores -> stores.secrets().delete(Rows.hidden(gone, 2), 1));
    String all = "SELECT * FROM space_secrets WHERE space = '" + space.name() + "'";
    assertThat(tables().number("SELECT COUNT(*) FROM (" + all + ") found")).isOne();
    assertThat(tables().row(all))
        .containsEntry("key_name", "LIVING")
        .containsEntry("description", "Zahlungen – 支払い 💳")
        .containsEntry("created_at", Rows.NOW.toString())
        .containsEntry("updated_at", living.updatedAt().toString())
        .containsEntry("created_by", Rows.MARA);
  }

  @Test
  default void nothing_can_be_written_through_a_view() {
    Rows.secretIn(database(), Rows.spaceIn(database()), "API_KEY");
    for (String change :
        List.of(
            "UPDATE audit_logs SET space = 'other'",
            "DELETE FROM audit_logs",
            "UPDATE secret_audit_log SET success = 1",
            "DELETE FROM secret_audit_log",
            "UPDATE space_secrets SET created_by = 'nobody'",
            "UPDATE space_secrets SET description = 'other'",
            "DELETE FROM space_secrets",
            "INSERT INTO space_secrets (space, key_name) VALUES ('other', 'OTHER')")) {
      assertThatThrownBy(() -> tables().execute(change)).as(change).isNotNull();
    }
  }

  private Writer append(Event... events) {
    Writer writer = Rows.writer();
    for (int i = 0; i < events.length; i++) {
      var entry = Rows.entry(writer, i + 1L, events[i]);
      database().commit(stores -> stores.audit().append(List.of(entry)));
    }
    return writer;
  }

  private void grant(StoredPrincipal whom, String role, Reach where) {
    database().commit(stores -> stores.people().bind(Rows.binding(whom, role, where)));
  }

  private static Event by(
      @Nullable StoredPrincipal who,
      String action,
      StoredSecret secret,
      String outcome,
      Note note) {
    Event read = Rows.read(secret);
    return new Event(
        read.request(),
        who == null ? null : who.identity().id(),
        null,
        0,
        action,
        read.subject(),
        outcome,
        note);
  }

  private static Event several(String action, StoredSpace space, Id... secrets) {
    return new Event(
        Rows.id(),
        null,
        null,
        0,
        action,
        new Subject("secret", space.name().value(), Rows.PRODUCTION.value(), null),
        "ok",
        Note.disclosed(
            List.of(secrets).stream().map(id -> new Disclosed(id, Version.FIRST)).toList()));
  }
}
