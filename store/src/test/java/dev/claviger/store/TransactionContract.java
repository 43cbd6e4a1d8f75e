package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.BatchSpoiled;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.Writing;
import dev.claviger.model.ClavigerException.NameTaken;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What one transaction does, and what is left of one that failed.
interface TransactionContract extends StoreContract {
  @Test
  default void leaves_nothing_of_a_transaction_that_failed() {
    StoredSecret secret = Rows.secret(Rows.spaceIn(database()), "API_KEY");
    assertThatThrownBy(
            () ->
                database()
                    .commit(
                        stores -> {
                          Rows.create(stores, secret);
                          throw new IllegalStateException("planted");
                        }))
        .hasMessage("planted");
    assertThat(there(secret)).isFalse();
    Rows.create(database(), secret);
    assertThat(there(secret)).isTrue();
  }

  @Test
  default void an_error_leaves_no_open_transaction_to_the_next() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret secret = Rows.secret(space, "HALF");
    assertThatThrownBy(
            () ->
                database()
                    .commit(
                        stores -> {
                          Rows.create(stores, secret);
                          throw new AssertionError("planted");
                        }))
        .hasMessage("planted");
    Rows.secretIn(database(), space, "NEXT");
    assertThat(there(secret)).isFalse();
  }

  @Test
  default void a_refusal_that_changed_nothing_leaves_its_neighbours_alone() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret first = Rows.secret(space, "FIRST");
    StoredSecret last = Rows.secret(space, "LAST");
    database()
        .commit(
            stores -> {
              stores.apart(creation(stores, first));
              Supplier<Boolean> taken = creation(stores, Rows.secret(space, "FIRST"));
              assertThatThrownBy(() -> stores.apart(taken)).isInstanceOf(NameTaken.class);
              stores.apart(creation(stores, last));
            });
    assertThat(there(first)).isTrue();
    assertThat(there(last)).isTrue();
  }

  @Test
  default void a_failure_after_a_change_is_undone_alone_or_with_the_whole_batch() {
    StoredSpace space = Rows.spaceIn(database());
    StoredSecret first = Rows.secret(space, "FIRST");
    StoredSecret broken = Rows.secret(space, "BROKEN");
    if (tables().settings().dialect().hasCheapSavepoints()) {
      database()
          .commit(
              stores -> {
                stores.apart(creation(stores, first));
                assertThatThrownBy(() -> stores.apart(breaking(stores, broken)))
                    .hasMessage("planted");
              });
    } else {
      assertThatThrownBy(
              () ->
                  database()
                      .commit(
                          stores -> {
                            stores.apart(creation(stores, first));
                            stores.apart(breaking(stores, broken));
                          }))
          .isInstanceOf(BatchSpoiled.class);
    }
    assertThat(there(first)).isEqualTo(tables().settings().dialect().hasCheapSavepoints());
    assertThat(there(broken)).isFalse();
  }

  private static Supplier<Boolean> creation(Writing stores, StoredSecret secret) {
    return () -> {
      Rows.create(stores, secret);
      return true;
    };
  }

  private static Supplier<Boolean> breaking(Writing stores, StoredSecret secret) {
    return () -> {
      Rows.create(stores, secret);
      throw new IllegalStateException("planted");
    };
  }

  private boolean there(StoredSecret secret) {
    return database().read(stores -> stores.secrets().find(secret.ref())).isPresent();
  }
}
