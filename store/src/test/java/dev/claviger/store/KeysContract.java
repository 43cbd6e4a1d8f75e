package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.ListedKey;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Generations of MAC keys.
interface KeysContract extends StoreContract {
  private static WrappedKey key(int generation) {
    byte[] wrapped = Rows.digest().bytes();
    return new WrappedKey(KeyPurpose.SESSION_MAC, null, generation, 1, wrapped);
  }

  @Test
  default void the_next_generation_retires_the_one_before() {
    database().commit(stores -> stores.keys().add(key(1), Rows.NOW));
    database().commit(stores -> stores.keys().add(key(2), Rows.NOW));
    assertThat(sessionKeys()).containsExactly("1 retired", "2 active");
    assertThatThrownBy(() -> database().commit(stores -> stores.keys().add(key(2), Rows.NOW)))
        .isInstanceOf(Conflict.class);
    assertThat(sessionKeys()).containsExactly("1 retired", "2 active");
    List<Integer> known =
        database().read(stores -> stores.keys().instance().orElseThrow()).macs().stream()
            .filter(mac -> mac.purpose() == KeyPurpose.SESSION_MAC)
            .map(WrappedKey::generation)
            .toList();
    assertThat(known).containsExactly(1, 2);
  }

  private List<String> sessionKeys() {
    return listed(stores -> stores.keys().list()).stream()
        .filter(key -> key.purpose().equals("session-mac"))
        .map(KeysContract::shown)
        .toList();
  }

  private static String shown(ListedKey key) {
    return key.generation() + " " + key.state().word();
  }
}
