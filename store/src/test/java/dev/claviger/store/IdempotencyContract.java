package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.Idempotency;
import dev.claviger.core.IdempotencyReader.Remembered;
import dev.claviger.core.Writing;
import dev.claviger.model.Id;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What POSTs with an `Idempotency-Key` came to.
interface IdempotencyContract extends StoreContract {
  @Test
  default void remembers_the_first_answer_of_each_principal() {
    Id mara = Rows.id();
    Id paul = Rows.id();
    var key = new Idempotency("~".repeat(255), Rows.digest());
    var other = new Idempotency(key.key(), Rows.digest());
    assertThat(did(stores -> stores.idempotency().remember(mara, key, "result", Rows.NOW)))
        .isTrue();
    assertThat(did(stores -> stores.idempotency().remember(mara, other, "again", Rows.NOW)))
        .isFalse();
    assertThat(did(stores -> stores.idempotency().remember(paul, other, "", Rows.NOW))).isTrue();
    assertThat(found(stores -> stores.idempotency().find(mara, key.key())))
        .contains(new Remembered(key.request(), "result"));
    assertThat(found(stores -> stores.idempotency().find(paul, key.key())))
        .contains(new Remembered(other.request(), ""));
  }

  @Test
  default void forgets_what_is_older() {
    Id mara = Rows.id();
    var old = new Idempotency("old", Rows.digest());
    var young = new Idempotency("young", Rows.digest());
    database()
        .commit(
            stores -> {
              stores.idempotency().remember(mara, old, "1", Rows.NOW);
              stores.idempotency().remember(mara, young, "2", Rows.NOW.plusMillis(1));
              stores.idempotency().forget(Rows.NOW.plusMillis(1));
            });
    assertThat(found(stores -> stores.idempotency().find(mara, "old"))).isEmpty();
    assertThat(found(stores -> stores.idempotency().find(mara, "young"))).isPresent();
  }

  private boolean did(Predicate<Writing> work) {
    var result = new boolean[1];
    database().commit(stores -> result[0] = work.test(stores));
    return result[0];
  }
}
