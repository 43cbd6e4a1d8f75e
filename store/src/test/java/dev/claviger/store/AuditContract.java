package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.AuditFilter.Cursor;
import dev.claviger.core.audit.AuditReader.Head;
import dev.claviger.core.audit.AuditReader.ListedEntry;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.ClientRecord;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.core.audit.Subject;
import dev.claviger.core.audit.Writer;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The audit log: what was written is read back bit by bit, in order, and never changes.
interface AuditContract extends StoreContract {
  int MANY = 2_500; // more than a driver fetches at once

  @Test
  default void gives_back_every_field_of_every_entry() {
    Writer writer = Rows.writer();
    var all =
        new Event(
            Rows.id(),
            Rows.id(),
            "tokentoken12",
            7,
            "READ",
            new Subject("secret", "payments", "production", "API_KEY"),
            "ok",
            new Note(
                Rows.id(),
                new Version(3),
                Rows.digest(),
                2,
                "grace_version",
                List.of(
                    new Disclosed(Rows.id(), Version.FIRST),
                    new Disclosed(Rows.id(), new Version(1L << 40))),
                new Left(1L << 33, Rows.digest())));
    var none =
        new Event(
            Rows.id(),
            null,
            null,
            0,
            "LIST",
            new Subject("space", null, null, null),
            "access_denied",
            Note.NONE);
    List<ChainedEntry> entries = List.of(Rows.entry(writer, 1, all), Rows.entry(writer, 2, none));
    append(entries);
    assertThat(scan(writer)).isEqualTo(entries);
  }

  @Test
  default void scans_one_chain_in_order_and_tells_its_head() {
    StoredSecret secret = Rows.secret(Rows.space(), "API_KEY");
    Writer writer = Rows.writer();
    List<ChainedEntry> entries = Rows.entries(writer, secret, MANY);
    append(entries.subList(0, MANY - 1));
    append(Rows.entries(Rows.writer(), secret, 3));
    append(entries.subList(MANY - 1, MANY));
    assertThat(scan(writer)).isEqualTo(entries);
    assertThat(listed(stores -> stores.audit().heads()))
        .contains(new Head(entries.getLast()))
        .extracting(head -> head.last().entry().writer())
        .containsOnlyOnce(writer);
    assertThat(holds(stores -> stores.audit().contains(entries.getLast()))).isTrue();
    ChainedEntry other = Rows.entry(writer, MANY, Rows.read(secret));
    assertThat(holds(stores -> stores.audit().contains(other))).isFalse();
    assertThat(found(stores -> stores.audit().linkAt(writer, MANY + 1L))).isEmpty();
    assertThat(scan(Rows.writer())).isEmpty();
  }

  @Test
  default void lists_page_by_page_in_both_directions() {
    StoredSecret secret = Rows.secret(Rows.space(), "API_KEY");
    List<ChainedEntry> entries = Rows.entries(Rows.writer(), secret, 5);
    append(entries);
    for (boolean ascending : new boolean[] {true, false}) {
      var seen = new ArrayList<ChainedEntry>();
      List<ListedEntry> page = list(secret, null, ascending);
      while (!page.isEmpty()) {
        page.forEach(one -> seen.add(one.chained()));
        page = list(secret, cursor(seen.getLast()), ascending);
      }
      assertThat(seen).isEqualTo(ascending ? entries : entries.reversed());
    }
  }

  @Test
  default void lists_what_fits_the_filter_with_the_names_of_today() {
    StoredSecret secret = Rows.secret(Rows.space(), "API_KEY");
    StoredPrincipal user = Rows.userIn(database());
    ClientRecord client = client();
    Event read = Rows.read(secret);
    var signed =
        new Event(
            read.request(),
            user.identity().id(),
            null,
            client.number(),
            "ROTATE",
            read.subject(),
            "conflict",
            read.note());
    Writer writer = Rows.writer();
    append(List.of(Rows.entry(writer, 1, read), Rows.entry(writer, 2, signed)));
    database().commit(stores -> stores.audit().addClient(client));
    assertThat(listed(stores -> stores.audit().clients())).contains(client);

    Subject about = read.subject();
    List<ListedEntry> found =
        List.of(
            only(about, null, user, null, null, null, null),
            only(about, about.name(), null, "ROTATE", null, null, null),
            only(about, null, null, null, "conflict", null, null),
            only(about, null, null, null, null, Rows.NOW.plusMillis(2), null));
    assertThat(found).containsOnly(found.getFirst());
    assertThat(found.getFirst().principal()).contains(user.identity().principal().toString());
    assertThat(found.getFirst().address()).contains(client.address());
    assertThat(only(about, null, null, null, null, null, Rows.NOW.plusMillis(2)).chained())
        .isEqualTo(scan(writer).getFirst());
  }

  @Test
  default void the_database_refuses_to_change_or_delete_what_is_on_record() {
    Writer writer = Rows.writer();
    List<ChainedEntry> entries = Rows.entries(writer, Rows.secret(Rows.space(), "API_KEY"), 2);
    append(entries);
    for (String change :
        List.of(
            "UPDATE entry SET action = 'LIST'",
            "DELETE FROM entry",
            "UPDATE chain SET node = 'other'",
            "DELETE FROM chain")) {
      assertThatThrownBy(() -> tables().execute(change)).hasMessageContaining("never");
    }
    assertThat(scan(writer)).isEqualTo(entries);
  }

  @Test
  default void one_place_in_a_chain_is_taken_once() {
    StoredSecret secret = Rows.secret(Rows.space(), "API_KEY");
    Writer writer = Rows.writer();
    List<ChainedEntry> entries = Rows.entries(writer, secret, 1);
    append(entries);
    assertThatThrownBy(() -> append(Rows.entries(writer, secret, 1)))
        .isInstanceOf(StoreException.class);
    assertThat(scan(writer)).isEqualTo(entries);
  }

  @Test
  default void a_chain_whose_first_entries_were_rolled_back_starts_again() {
    StoredSecret secret = Rows.secret(Rows.space(), "API_KEY");
    Writer writer = Rows.writer();
    List<ChainedEntry> entries = Rows.entries(writer, secret, 2);
    assertThatThrownBy(
            () ->
                database()
                    .commit(
                        stores -> {
                          stores.audit().append(entries);
                          throw new IllegalStateException("planted");
                        }))
        .hasMessage("planted");
    assertThat(scan(writer)).isEmpty();
    append(entries);
    assertThat(scan(writer)).isEqualTo(entries);
  }

  private void append(List<ChainedEntry> entries) {
    database().commit(stores -> stores.audit().append(entries));
  }

  private List<ChainedEntry> scan(Writer writer) {
    var entries = new ArrayList<ChainedEntry>();
    database()
        .read(
            stores -> {
              stores.audit().scan(writer, entries::add);
              return entries;
            });
    return entries;
  }

  private ClientRecord client() {
    List<ClientRecord> there = database().read(stores -> stores.audit().clients());
    return new ClientRecord(
        there.size() + 1L, Rows.id(), "192.0.2.1", "💳".repeat(50), Rows.digest(), Rows.NOW);
  }

  private static Cursor cursor(ChainedEntry last) {
    Writer writer = last.entry().writer();
    return new Cursor(
        last.entry().at().toEpochMilli(), writer.node(), writer.boot(), last.entry().seq());
  }

  private List<ListedEntry> list(StoredSecret secret, @Nullable Cursor after, boolean ascending) {
    String space = secret.ref().scope().space().value();
    var filter = new AuditFilter(space, null, null, null, null, null, null, null, after, ascending);
    return database().read(stores -> stores.audit().list(filter, 2));
  }

  private ListedEntry only(
      Subject about,
      @Nullable String secret,
      @Nullable StoredPrincipal principal,
      @Nullable String action,
      @Nullable String outcome,
      @Nullable Instant since,
      @Nullable Instant until) {
    var filter =
        new AuditFilter(
            about.space(),
            about.environment(),
            secret,
            principal == null ? null : principal.identity().id(),
            action,
            outcome,
            since,
            until,
            null,
            false);
    List<ListedEntry> found = database().read(stores -> stores.audit().list(filter, 10));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
