package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredVersion;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Versions of a secret: one is current, the former one may be in grace, and none is lost.
interface VersionsContract extends StoreContract {
  Instant GRACE_UNTIL = Rows.NOW.plusSeconds(3_600);

  @Test
  default void the_former_version_stays_in_grace_until_its_time() {
    StoredSecret secret = secret();
    StoredSecret next = Rows.advance(database(), secret, 2, GRACE_UNTIL);
    assertThat(found(stores -> stores.secrets().find(secret.ref()))).contains(next);
    assertThat(states(secret)).containsExactly(VersionState.CURRENT, VersionState.GRACE);
    StoredVersion former = version(secret, 1);
    assertThat(former.graceUntil()).isEqualTo(GRACE_UNTIL);
    assertThat(former.stateAt(GRACE_UNTIL)).isEqualTo(VersionState.RETIRED);
  }

  @Test
  default void without_grace_the_former_version_is_retired_and_one_in_grace_stays_so() {
    StoredSecret secret = secret();
    StoredSecret second = Rows.advance(database(), secret, 2, GRACE_UNTIL);
    Rows.advance(database(), second, 3, null);
    assertThat(states(secret))
        .containsExactly(VersionState.CURRENT, VersionState.RETIRED, VersionState.GRACE);
  }

  @Test
  default void the_current_version_is_what_was_written_last() {
    StoredSecret secret = secret();
    StoredSecret next = Rows.after(secret, 2);
    StoredVersion written = Rows.version(2);
    database().commit(stores -> stores.secrets().advance(next, written, 1, null));
    assertThat(found(stores -> stores.secrets().findCurrent(secret.ref())))
        .hasValueSatisfying(found -> assertThat(found.version()).isEqualTo(written));
  }

  @Test
  default void a_destroyed_version_keeps_its_place_and_loses_its_envelope() {
    StoredSecret secret = Rows.advance(database(), secret(), 2, GRACE_UNTIL);
    destroy(secret, 1);
    StoredVersion former = version(secret, 1);
    assertThat(former.state()).isEqualTo(VersionState.DESTROYED);
    assertThat(former.envelope()).isNull();
    assertThatThrownBy(() -> destroy(secret, 1)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> destroy(secret, 2)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> destroy(secret, 3)).isInstanceOf(Conflict.class);
    assertThat(version(secret, 2).envelope()).isNotNull();
  }

  private StoredSecret secret() {
    return Rows.secretIn(database(), Rows.spaceIn(database()), "API_KEY");
  }

  private void destroy(StoredSecret secret, long number) {
    StoredSecret now = database().read(stores -> stores.secrets().find(secret.ref())).orElseThrow();
    database()
        .commit(
            stores ->
                stores
                    .secrets()
                    .destroy(Rows.withoutOne(now), now.revision(), new Version(number)));
  }

  private StoredVersion version(StoredSecret secret, long number) {
    return database()
        .read(stores -> stores.secrets().findVersion(secret.id().secret(), new Version(number)))
        .orElseThrow();
  }

  private List<VersionState> states(StoredSecret secret) {
    return database().read(stores -> stores.secrets().versions(secret.id().secret())).stream()
        .map(StoredVersion::state)
        .toList();
  }
}
