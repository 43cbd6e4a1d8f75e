package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.FetchedSecret;
import dev.claviger.core.KeyRotations;
import dev.claviger.core.KeyState;
import dev.claviger.core.ListedKey;
import dev.claviger.core.Spaces;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Reach;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S6: keys are replaced while everything is read and written, on each kind of database.
abstract class KeyRotationContract {
  private static final SpaceName SPACE = SpaceName.DEFAULT;

  @TempDir Path folder;
  private TestDatabase tables;
  private TestInstance instance;
  private final List<TestInstance> opened = new ArrayList<>(); // none where there is no database

  abstract TestDatabase fresh();

  @BeforeEach
  void a_server_with_secrets() {
    tables = fresh();
    instance = new TestInstance(tables.settings(), folder);
    opened.add(instance);
    instance.create("KEPT", "kept-1");
    instance.create("ROTATED", "rotated-1");
    instance.create("DELETED", "deleted-1");
    try (SecretValue next = TestInstance.value("rotated-2")) {
      instance
          .core
          .changes()
          .rotate(instance.admin, TestInstance.ref("ROTATED"), next, Duration.ofDays(1));
    }
    instance.core.changes().delete(instance.admin, TestInstance.ref("DELETED"), false, null);
  }

  @AfterEach
  void stop() {
    opened.forEach(TestInstance::close);
  }

  @Test
  void a_new_key_seals_all_versions_again_also_of_deleted_secrets() {
    assertThat(instance.core.keys().rotate(instance.admin, SPACE).state())
        .isEqualTo(KeyState.PENDING);
    finish();
    assertThat(key("space", 1).state()).isEqualTo(KeyState.RETIRED);
    assertThat(key("space", 1).uses()).isZero();
    assertThat(key("space", 2).state()).isEqualTo(KeyState.ACTIVE);
    assertThat(key("space", 2).uses()).isEqualTo(4);
    assertThat(key("space", 2).progress()).isNull();
    assertThat(read("KEPT", null)).isEqualTo("kept-1");
    assertThat(read("ROTATED", null)).isEqualTo("rotated-2");
    assertThat(read("ROTATED", Version.FIRST)).isEqualTo("rotated-1");
    assertThat(actions()).contains("ROTATE", "KEY_ACTIVATED", "KEY_REENCRYPTED", "KEY_RETIRED");
    assertThat(instance.core.audit().verify(instance.admin).firstBroken()).isNull();
  }

  @Test
  void of_one_key_there_is_one_rotation_at_a_time() {
    instance.core.keys().rotate(instance.admin, SPACE);
    assertThatThrownBy(() -> instance.core.keys().rotate(instance.admin, SPACE))
        .isInstanceOf(Conflict.class);
    finish();
    instance.core.keys().rotate(instance.admin, SPACE);
    finish();
    assertThat(key("space", 3).uses()).isEqualTo(4);
    assertThat(key("space", 2).state()).isEqualTo(KeyState.RETIRED);
  }

  @Test
  void a_version_that_cannot_be_read_stays_as_it_is_and_is_named() {
    tables.execute(
        """
        UPDATE secret_version
           SET envelope = (SELECT wrapped FROM wrapped_key WHERE purpose = 'root')
         WHERE secret_id IN (SELECT id FROM secret WHERE name = 'ROTATED') AND version = 1
        """);
    instance.core.keys().rotate(instance.admin, SPACE);
    finish();
    assertThat(key("space", 1).state()).isEqualTo(KeyState.RETIRED);
    assertThat(key("space", 1).uses()).isOne();
    assertThat(key("space", 1).quarantined()).isOne();
    assertThat(key("space", 2).uses()).isEqualTo(3);
    assertThat(read("ROTATED", null)).isEqualTo("rotated-2");
    assertThatThrownBy(() -> read("ROTATED", Version.FIRST)).isInstanceOf(DecryptionFailed.class);
    assertThat(instance.core.status().report(instance.admin).quarantined())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.ref()).isEqualTo(TestInstance.ref("ROTATED"));
              assertThat(found.version()).isEqualTo(Version.FIRST);
            });
  }

  @Test
  void a_retired_key_is_destroyed_when_its_time_has_come_and_nothing_needs_it() {
    instance.core.keys().rotate(instance.admin, SPACE);
    finish();
    instance.core.keyRotations().cleanUp();
    assertThat(key("space", 1).state()).isEqualTo(KeyState.RETIRED);
    later();
    instance.core.keyRotations().cleanUp();
    assertThat(key("space", 1).state()).isEqualTo(KeyState.DESTROYED);
    assertThat(actions()).contains("KEY_DESTROYED");
    assertThat(read("ROTATED", Version.FIRST)).isEqualTo("rotated-1");
    instance.core.keys().rotate(instance.admin, SPACE);
    finish();
    assertThat(key("space", 3).uses()).isEqualTo(4);
  }

  @Test
  void a_retired_key_that_an_unreadable_version_names_is_kept() {
    tables.execute("UPDATE secret_version SET envelope = NULL WHERE version = 2");
    tables.execute(
        """
        UPDATE secret_version
           SET envelope = (SELECT wrapped FROM wrapped_key WHERE purpose = 'root')
         WHERE version = 2
        """);
    instance.core.keys().rotate(instance.admin, SPACE);
    finish();
    later();
    instance.core.keyRotations().cleanUp();
    assertThat(key("space", 1).state()).isEqualTo(KeyState.RETIRED);
  }

  @Test
  void a_new_root_key_wraps_all_keys_again() {
    instance.core.keys().rotateRoot(instance.admin);
    finish();
    assertThat(key("root", 1).state()).isEqualTo(KeyState.RETIRED);
    assertThat(key("root", 1).uses()).isZero();
    assertThat(key("root", 2).state()).isEqualTo(KeyState.ACTIVE);
    assertThat(key("root", 2).uses()).isEqualTo(5);
    instance
        .core
        .spaces()
        .create(instance.admin, new SpaceName("later"), new Spaces.Edit(null, null, null));
    assertThat(key("root", 2).uses()).isEqualTo(6);
    instance.restart(false);
    assertThat(read("KEPT", null)).isEqualTo("kept-1");
    later();
    instance.core.keyRotations().cleanUp();
    assertThat(key("root", 1).state()).isEqualTo(KeyState.DESTROYED);
    instance.restart(false);
    assertThat(read("ROTATED", Version.FIRST)).isEqualTo("rotated-1");
    assertThat(actions()).contains("KEY_ACTIVATED", "KEY_REWRAPPED", "KEY_RETIRED");
    assertThat(instance.core.audit().verify(instance.admin).firstBroken()).isNull();
  }

  @Test
  void a_space_that_is_erased_meanwhile_takes_its_rotation_along() {
    instance.core.keys().rotate(instance.admin, SPACE);
    instance.core.spaces().erase(instance.admin, SPACE, SPACE.value());
    finish();
    assertThat(tables.number("SELECT COUNT(*) FROM key_rotation")).isZero();
    assertThat(tables.number("SELECT COUNT(*) FROM wrapped_key WHERE purpose = 'space'")).isZero();
    instance.restart(false);
  }

  /// Until nothing goes on; a new process does not wait for what another one had sealed.
  private void finish() {
    instance.core.keyRotations().advance();
    instance.restart(false);
    instance.core.keyRotations().advance();
    assertThat(keys()).extracting(ListedKey::progress).containsOnlyNulls();
  }

  private void later() {
    instance.clock = Clock.offset(Clock.systemUTC(), KeyRotations.KEPT.plus(Duration.ofMinutes(1)));
    instance.restart(false);
  }

  private List<ListedKey> keys() {
    return instance.core.keys().list(instance.admin);
  }

  private ListedKey key(String purpose, int generation) {
    return keys().stream()
        .filter(key -> key.purpose().equals(purpose) && key.generation() == generation)
        .filter(key -> key.space() == null || key.space().equals(SPACE))
        .findFirst()
        .orElseThrow();
  }

  private String read(String name, @Nullable Version version) {
    try (FetchedSecret found =
        instance
            .core
            .values()
            .read(instance.adminOnServicePlane(), TestInstance.ref(name), version)) {
      return found.value().reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  private List<String> actions() {
    var all = new AuditFilter(null, null, null, null, null, null, null, null, null, true);
    return instance.core.audit().list(instance.admin, Reach.EVERYWHERE, null, all, 1_000).stream()
        .map(listed -> listed.chained().entry().event().action())
        .distinct()
        .toList();
  }
}
