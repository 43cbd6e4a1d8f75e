package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.Caller;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Spaces;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.NotDisclosed;
import dev.claviger.model.ClavigerException.NotUsable;
import dev.claviger.model.ClavigerException.WrongPlane;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The spine, in process: a secret is stored, an agent fetches it, it is rotated, all on record.
class MainJobTest {
  @TempDir Path folder;
  TestInstance instance;

  @BeforeEach
  void a_new_server() {
    instance =
        new TestInstance(
            DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db")), folder);
    instance.create("OPENAI_API_KEY", "sk-first-0123456789");
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  @Test
  void an_agent_fetches_what_was_stored_and_then_what_was_rotated() throws Exception {
    Caller agent = agent(Plane.SERVICE);
    assertThat(fetched(agent)).isEqualTo("sk-first-0123456789");
    try (var watch = instance.core.watch(agent, TestInstance.PRODUCTION);
        SecretValue next = TestInstance.value("sk-second")) {
      assertThat(watch.look()).containsValue(Version.FIRST);
      instance
          .core
          .changes()
          .rotate(instance.admin, TestInstance.ref("OPENAI_API_KEY"), next, Duration.ofDays(7));
      assertThat(watch.await(Duration.ofSeconds(10))).isTrue();
      assertThat(watch.look()).containsValue(new Version(2));
    }
    assertThat(fetched(agent)).isEqualTo("sk-second");
    try (var former =
        instance.core.values().read(agent, TestInstance.ref("OPENAI_API_KEY"), Version.FIRST)) {
      assertThat(text(former.value())).isEqualTo("sk-first-0123456789");
    }
    assertThat(log()).contains("READ ok grace_version", "ROTATE ok null", "CLIENT_SEEN ok");
    var report = instance.core.audit().verify(instance.admin);
    assertThat(report.ok()).isTrue();
    assertThat(report.entries()).isGreaterThan(5);
  }

  @Test
  void an_agent_is_refused_elsewhere() {
    assertThatThrownBy(() -> agent(Plane.MANAGEMENT)).isInstanceOf(WrongPlane.class);
    Caller agent = agent(Plane.SERVICE);
    assertThatThrownBy(
            () ->
                instance
                    .core
                    .values()
                    .readAll(agent, Scope.parse("default/staging"), List.of(), null, 10))
        .isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> instance.core.values().read(agent, TestInstance.ref("NONE"), null))
        .isInstanceOf(NotAvailable.class);
  }

  @Test
  void no_value_leaves_the_management_plane_by_default() {
    assertThatThrownBy(
            () ->
                instance
                    .core
                    .secrets()
                    .describe(instance.admin, TestInstance.ref("OPENAI_API_KEY"), true))
        .isInstanceOf(NotDisclosed.class);
    try (var shown =
        instance
            .core
            .secrets()
            .describe(instance.admin, TestInstance.ref("OPENAI_API_KEY"), false)) {
      assertThat(shown.mask()).isEqualTo("sk-...789");
    }
  }

  @Test
  void a_disabled_secret_is_handed_out_on_no_plane() {
    instance
        .core
        .spaces()
        .update(
            instance.admin,
            TestInstance.PRODUCTION.space(),
            new Spaces.Edit(null, Disclosure.HTTP, null));
    SecretRef ref = TestInstance.ref("OPENAI_API_KEY");
    var disabled = new SecretEdit(null, null, false, null, true);
    instance.core.changes().edit(instance.admin, ref, disabled, null);
    assertThatThrownBy(() -> instance.core.secrets().describe(instance.admin, ref, true))
        .isInstanceOf(NotUsable.class);
    assertThatThrownBy(() -> fetched(agent(Plane.SERVICE))).isInstanceOf(NotUsable.class);
    try (var page =
        instance
            .core
            .secrets()
            .list(
                instance.admin,
                SecretFilter.of(ref.scope().space(), ref.scope().environment()),
                10,
                true)) {
      assertThat(page.secrets()).hasSize(1).allMatch(one -> one.value() == null);
    }
  }

  private Caller agent(Plane plane) {
    try (var made =
        instance
            .core
            .people()
            .createAgent(
                instance.admin,
                Principal.agent("a" + instance.random.nextInt(1 << 20)),
                TestInstance.PRODUCTION,
                Set.of(),
                null)) {
      return Objects.requireNonNull(made.token()).reveal(text -> instance.caller(text, plane));
    }
  }

  private String fetched(Caller caller) {
    try (var found =
        instance.core.values().read(caller, TestInstance.ref("OPENAI_API_KEY"), null)) {
      return text(found.value());
    }
  }

  private static String text(SecretValue value) {
    return value.reveal(bytes -> new String(bytes, UTF_8));
  }

  private String log() {
    var all = new AuditFilter(null, null, null, null, null, null, null, null, null, true);
    var text = new StringBuilder();
    instance
        .core
        .audit()
        .list(instance.admin, Reach.EVERYWHERE, null, all, 100)
        .forEach(
            one -> {
              var event = one.chained().entry().event();
              text.append(
                  "%s %s %s%n".formatted(event.action(), event.outcome(), event.note().reason()));
            });
    return text.toString();
  }
}
