package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.Reading;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.Writing;
import dev.claviger.model.Reach;
import dev.claviger.model.Version;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// Reads that come from memory, while real threads read and change.
///
/// Each change raises a number that can be read. Whoever reads after a commit has returned must see
/// that commit or a later one; a row that was loaded before it and stored after it would not.
interface CacheContract extends StoreContract {
  int READERS = 6;
  int CHANGES = 300;

  @Test
  default void no_reader_sees_an_old_secret_after_a_commit() throws Exception {
    StoredSecret first = Rows.secretIn(database(), Rows.spaceIn(database()), "API_KEY");
    var latest = new StoredSecret[] {first};
    race(
        (stores, n) -> {
          StoredSecret next = Rows.after(latest[0], n + 1);
          stores.secrets().advance(next, Rows.version(n + 1), latest[0].revision(), null);
          latest[0] = next;
        },
        stores -> {
          var found = stores.secrets().findCurrent(first.ref()).orElseThrow();
          Version version = found.version().version();
          assertThat(found.secret().current()).isEqualTo(version);
          return version.number() - 1;
        });
  }

  @Test
  default void no_reader_finds_a_deleted_secret() throws Exception {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret secret = Rows.secretIn(database(), space, "API_KEY");
    race(
        (stores, n) -> {
          if (n % 2 == 1) {
            stores.secrets().delete(Rows.hidden(secret, n + 1L), n);
          } else {
            stores.secrets().undelete(Rows.shown(secret, n + 1L), n);
          }
        },
        stores ->
            stores
                .secrets()
                .findCurrent(secret.ref())
                .map(found -> found.secret().revision() - 1)
                .orElse(Long.MAX_VALUE)); // absence is not remembered, so it is never old
  }

  @Test
  default void no_reader_sees_a_token_or_binding_that_was_taken_away() throws Exception {
    for (int i = 0; i < CHANGES / 10; i++) {
      StoredPrincipal user = Rows.userIn(database());
      StoredToken token = Rows.token(user, Use.SESSION, null);
      database()
          .commit(
              stores -> {
                stores.people().createToken(token);
                stores.people().bind(Rows.binding(user, "admin", Reach.EVERYWHERE));
              });
      ToLongFunction<Reading> gone =
          stores ->
              stores.people().token(token.id()).isEmpty()
                      && stores.people().bindingsOf(user.identity().id()).isEmpty()
                  ? 1
                  : 0;
      boolean deleted = i % 2 == 0;
      raceOnce(
          stores -> {
            if (deleted) {
              stores.people().delete(user.identity(), Rows.NOW);
            } else {
              stores.people().setPassword(user.identity(), "$argon2id$", null, Rows.NOW);
              var binding = database().read(s -> s.people().bindingsOf(user.identity().id()));
              stores.people().unbind(binding.getFirst().id());
            }
          },
          gone);
    }
  }

  @Test
  default void no_reader_finds_a_space_or_environment_that_is_gone() throws Exception {
    for (int i = 0; i < CHANGES / 10; i++) {
      StoredSpace space = Rows.spaceIn(database());
      StoredSecret ref = Rows.secret(space, "NONE");
      boolean whole = i % 2 == 0;
      raceOnce(
          stores -> {
            if (whole) {
              stores.spaces().delete(space.name(), Rows.NOW);
            } else {
              stores.spaces().deleteEnvironment(space.name(), Rows.PRODUCTION, Rows.NOW);
            }
          },
          stores -> stores.spaces().exists(ref.ref().scope()) ? 0 : 1);
    }
  }

  /// Makes change 1, 2, 3 … while threads read the number of the last one.
  ///
  /// On platform threads: readers that never wait would keep virtual ones from ever being
  // scheduled.
  private void race(Change change, ToLongFunction<Reading> number) throws Exception {
    var committed = new AtomicLong();
    var done = new AtomicBoolean();
    try (ExecutorService readers = Executors.newCachedThreadPool()) {
      var running = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < READERS; i++) {
        running.add(readers.submit(() -> readUntil(done, committed, number)));
      }
      try {
        for (long n = 1; n <= CHANGES; n++) {
          long current = n;
          database().commit(stores -> change.make(stores, current));
          committed.set(n);
        }
      } finally {
        done.set(true);
      }
      for (Future<Boolean> one : running) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  private void raceOnce(Consumer<Writing> change, ToLongFunction<Reading> number) throws Exception {
    var committed = new AtomicLong();
    var done = new AtomicBoolean();
    try (ExecutorService readers = Executors.newCachedThreadPool()) {
      Future<Boolean> one = readers.submit(() -> readUntil(done, committed, number));
      Future<Boolean> other = readers.submit(() -> readUntil(done, committed, number));
      try {
        database().commit(change);
        committed.set(1);
      } finally {
        done.set(true);
      }
      assertThat(one.get() && other.get()).isTrue();
    }
  }

  private Boolean readUntil(
      AtomicBoolean done, AtomicLong committed, ToLongFunction<Reading> number) {
    boolean last;
    do {
      last = done.get();
      long before = committed.get();
      assertThat(database().<Long>read(number::applyAsLong)).isGreaterThanOrEqualTo(before);
    } while (!last);
    return true;
  }

  /// One of a series of changes.
  interface Change {
    void make(Writing stores, long number);
  }
}
