package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.SecretUse;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.UseReader.Pair;
import dev.claviger.core.UseReader.Tally;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Subject;
import dev.claviger.core.audit.Writer;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The use of secrets, which follows from the entries: counted once, in any pieces.
interface UsesContract extends StoreContract {
  @Test
  default void reads_are_counted_once_whatever_the_pieces() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret first = Rows.secretIn(database(), space, "FIRST");
    StoredSecret second = Rows.secretIn(database(), space, "SECOND");
    Writer writer = Rows.writer();
    append(
        writer,
        Rows.read(first),
        several("READ", "ok", first, second),
        refused(first),
        several("IMPORT", "ok", second),
        Rows.read(first));
    for (long entries = 1; entries < 7; entries++) {
      while (tallied(writer, entries).until() > counted(writer)) {
        Tally tally = tallied(writer, entries);
        database().commit(stores -> stores.uses().add(tally));
        database().commit(stores -> stores.uses().add(tally)); // by another node, or again
      }
    }
    assertThat(counted(writer)).isEqualTo(5);
    assertThat(used(first)).isEqualTo(new SecretUse(3, at(5)));
    assertThat(used(second)).isEqualTo(new SecretUse(1, at(2)));
    List<Pair> pairs = database().read(stores -> stores.uses().pairs(writer, 0, 5));
    assertThat(pairs)
        .containsExactlyInAnyOrder(pair(2, first), pair(2, second), pair(4, second))
        .containsExactlyInAnyOrderElementsOf(
            database().read(stores -> stores.uses().told(writer, 0, 5)));
  }

  @Test
  default void an_entry_about_several_is_found_by_each_of_their_names() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret first = Rows.secretIn(database(), space, "FIRST");
    StoredSecret second = Rows.secretIn(database(), space, "SECOND");
    Writer writer = Rows.writer();
    append(writer, several("READ", "ok", first, second), Rows.read(second));
    assertThat(entriesOf(space, "FIRST")).isEmpty();
    Tally tally = tallied(writer, 10);
    database().commit(stores -> stores.uses().add(tally));
    assertThat(entriesOf(space, "FIRST")).containsExactly(1L);
    assertThat(entriesOf(space, "SECOND")).containsExactly(1L, 2L);
    assertThat(entriesOf(space, "OTHER")).isEmpty();
  }

  @Test
  default void many_uses_are_found_at_once() {
    StoredSpace space = Rows.spaceIn(database());
    List<StoredSecret> secrets =
        IntStream.range(0, 250).mapToObj(i -> Rows.secret(space, "SECRET_" + i)).toList();
    database().commit(stores -> secrets.forEach(one -> Rows.create(stores, one)));
    Writer writer = Rows.writer();
    append(writer, several("READ", "ok", secrets.toArray(StoredSecret[]::new)));
    Tally tally = tallied(writer, 1);
    database().commit(stores -> stores.uses().add(tally));
    var ids = secrets.stream().map(one -> one.id().secret()).toList();
    Map<Id, SecretUse> uses = database().read(stores -> stores.uses().of(ids));
    assertThat(uses).hasSize(250).containsValue(new SecretUse(1, at(1)));
    Map<Id, SecretUse> none = database().read(stores -> stores.uses().of(List.of()));
    assertThat(none).isEmpty();
  }

  /// S15, R11: what will expire, and what nobody uses.
  @Test
  default void secrets_are_listed_that_expire_or_are_stale() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret read = Rows.secretIn(database(), space, "READ");
    StoredSecret ending =
        Rows.expiring(Rows.secretIn(database(), space, "ENDING"), Rows.NOW.plusSeconds(60));
    database().commit(stores -> stores.secrets().edit(ending, 1));
    Rows.secretIn(database(), space, "UNTOUCHED");
    Writer writer = Rows.writer();
    append(writer, Rows.read(read));
    Tally tally = tallied(writer, 1);
    database().commit(stores -> stores.uses().add(tally));
    assertThat(names(space, Rows.NOW.plusSeconds(61), null)).containsExactly("ENDING");
    assertThat(names(space, Rows.NOW.plusSeconds(60), null)).isEmpty();
    Instant later = Rows.NOW.plusSeconds(60);
    assertThat(names(space, null, later)).containsExactly("ENDING", "READ", "UNTOUCHED");
    assertThat(names(space, null, at(1))).containsExactly("UNTOUCHED");
    assertThat(names(space, null, Rows.NOW)).isEmpty();
  }

  private List<String> names(
      StoredSpace space, @Nullable Instant expiresBefore, @Nullable Instant unusedSince) {
    var filter = new SecretFilter(space.name(), null, null, null, null, expiresBefore, unusedSince);
    return database().read(stores -> stores.secrets().list(filter, 10)).stream()
        .map(one -> one.ref().name().value())
        .toList();
  }

  private void append(Writer writer, Event... events) {
    List<ChainedEntry> entries =
        IntStream.range(0, events.length)
            .mapToObj(i -> Rows.entry(writer, i + 1L, events[i]))
            .toList();
    database().commit(stores -> stores.audit().append(entries));
  }

  private Tally tallied(Writer writer, long entries) {
    return database()
        .read(stores -> stores.uses().tally(writer, stores.uses().counted(writer), entries));
  }

  private long counted(Writer writer) {
    return database().<Long>read(stores -> stores.uses().counted(writer));
  }

  private @Nullable SecretUse used(StoredSecret secret) {
    var id = secret.id().secret();
    return database().read(stores -> stores.uses().of(List.of(id))).get(id);
  }

  private List<Long> entriesOf(StoredSpace space, String name) {
    var filter =
        new AuditFilter(space.name().value(), null, name, null, null, null, null, null, null, true);
    return database().read(stores -> stores.audit().list(filter, 10)).stream()
        .map(one -> one.chained().entry().seq())
        .toList();
  }

  private static Instant at(long seq) {
    return Rows.NOW.plusMillis(seq);
  }

  private static Pair pair(long seq, StoredSecret secret) {
    return new Pair(seq, new Disclosed(secret.id().secret(), Version.FIRST));
  }

  private static Event refused(StoredSecret secret) {
    Event read = Rows.read(secret);
    return new Event(
        read.request(),
        read.principal(),
        read.credential(),
        0,
        "READ",
        read.subject(),
        "access_denied",
        read.note());
  }

  private static Event several(String action, String outcome, StoredSecret... secrets) {
    return new Event(
        Rows.id(),
        Rows.id(),
        null,
        0,
        action,
        new Subject("secret", secrets[0].ref().scope().space().value(), "production", null),
        outcome,
        Note.disclosed(
            List.of(secrets).stream()
                .map(one -> new Disclosed(one.id().secret(), Version.FIRST))
                .toList()));
  }
}
