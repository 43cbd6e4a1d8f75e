package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.Caller;
import dev.claviger.core.Core;
import dev.claviger.core.Imports.Item;
import dev.claviger.core.Plane;
import dev.claviger.core.Role;
import dev.claviger.core.Rule;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.Spaces;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.Event;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import dev.claviger.model.Description;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.store.FaultyDriver.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FT17: the n-th call to the database fails, for every operation and n = 1, 2, 3 and so on until
/// the operation ends without a fault. Whatever fails: what was acknowledged is there, a value has
/// its entry, and a change and its one entry are there together or not at all. `./test --long`
/// tries every n, a run without it every third.
class FaultLoopTest {
  private static final int STEP = Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG")) ? 1 : 3;
  private static final int MOST_CALLS = 300;

  @TempDir Path folder;
  private FaultyDriver driver;
  private TestInstance instance;
  private final AtomicInteger number = new AtomicInteger();

  @BeforeEach
  void a_server_on_a_database_that_can_fail() {
    driver = FaultyDriver.install();
    instance =
        new TestInstance(
            DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db")), folder);
  }

  @AfterEach
  void stop() {
    driver.disarm();
    instance.close();
    driver.close();
  }

  /// One try of an operation.
  ///
  /// @param act what is done, as this caller; returns a value that was disclosed, or null
  /// @param happened whether its effect is there; null for what has none
  private record Try(Act act, @Nullable Happened happened) {}

  private interface Act {
    @Nullable String on(Core core, Caller caller);
  }

  private interface Happened {
    boolean in(Core core);
  }

  private interface Operation {
    /// Makes what is needed, without faults.
    Try prepared(int n);
  }

  @Test
  void nothing_acknowledged_is_lost_and_nothing_happens_without_its_entry() {
    var faults = new AtomicInteger();
    operations().forEach(one -> faults.addAndGet(tryAll(one)));
    assertThat(instance.core.audit().verify(instance.admin).ok()).isTrue();
    instance.core.sweeps().checkRows();
    assertThat(instance.core.status().report(instance.admin).refused()).isEmpty();
    instance.restart(false); // the rows are as the newest entry says
    System.out.printf("%d faults in %d operations%n", faults.get(), operations().count());
    assertThat(faults.get()).isGreaterThan((int) operations().count());
  }

  private int tryAll(Operation operation) {
    int faults = 0;
    for (Kind kind : Kind.values()) {
      String struck = "";
      for (int n = 1; n < MOST_CALLS && struck != null; n += STEP) {
        struck = once(operation, n, kind);
        faults += struck == null ? 0 : 1;
      }
      assertThat(struck).as("the operation ends without a fault").isNull();
    }
    return faults;
  }

  /// Which call failed; null if the operation ended before it.
  private @Nullable String once(Operation operation, int n, Kind kind) {
    Try one = operation.prepared(number.incrementAndGet());
    Id request = Id.random(instance.random);
    Caller admin = instance.admin;
    var caller =
        new Caller(
            admin.who(),
            admin.credential(),
            null,
            one.happened() == null ? Plane.SERVICE : Plane.MANAGEMENT,
            admin.client(),
            request,
            null);
    driver.arm(n, kind);
    String disclosed = null;
    RuntimeException failure = null;
    try {
      disclosed = one.act().on(instance.core, caller);
    } catch (ClavigerException | StoreException e) {
      failure = e;
    }
    String struck = driver.disarm();
    String what = "call %d (%s) %s: %s".formatted(n, struck, kind, failure);
    awaitHealth();
    List<Event> entries = entriesOf(request);
    long done =
        entries.stream()
            .filter(event -> event.outcome().equals("ok"))
            .filter(event -> !event.action().equals("CLIENT_SEEN"))
            .count();
    if (disclosed != null) {
      assertThat(done).as(what + ": a value without its entry").isEqualTo(1);
    }
    if (one.happened() != null) {
      boolean happened = one.happened().in(instance.core);
      assertThat(done).as(what + ": change and entry").isEqualTo(happened ? 1 : 0);
      if (!(failure instanceof OutcomeUnknown)) {
        assertThat(happened).as(what + ": as it was answered").isEqualTo(failure == null);
      }
    }
    return struck;
  }

  /// The pipeline stands still until the database has answered.
  private void awaitHealth() {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        var _ = instance.core.spaces().describe(instance.admin, SpaceName.DEFAULT);
        return;
      } catch (ClavigerException | StoreException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private List<Event> entriesOf(Id request) {
    var newest = new AuditFilter(null, null, null, null, null, null, null, null, null, false);
    return instance.core.audit().list(instance.admin, Reach.EVERYWHERE, null, newest, 50).stream()
        .map(listed -> listed.chained().entry().event())
        .filter(event -> event.request().equals(request))
        .toList();
  }

  private Stream<Operation> operations() {
    return Stream.of(
        this::creates,
        this::puts,
        this::rotates,
        this::restores,
        this::destroys,
        this::deletes,
        this::undeletes,
        this::imports,
        this::reads,
        this::readsAll,
        this::makesASpace,
        this::hidesASpace,
        this::addsAnEnvironment,
        this::makesAUser,
        this::removesAUser,
        this::makesAnAgent,
        this::binds,
        this::unbinds,
        this::makesAToken,
        this::revokesAToken,
        this::makesARole);
  }

  private Try creates(int n) {
    return new Try(
        (core, caller) -> {
          with("one", value -> core.changes().create(caller, ref(n), value, SecretEdit.NONE));
          return null;
        },
        _ -> isThere(n));
  }

  private Try puts(int n) {
    StoredSecret old = made(n);
    return new Try(
        (core, caller) -> {
          with(
              "two",
              value ->
                  core.changes()
                      .put(caller, ref(n), value, SecretEdit.NONE, Duration.ZERO, old.tag()));
          return null;
        },
        _ -> valueOf(n).equals("two"));
  }

  private Try rotates(int n) {
    var _ = made(n);
    return new Try(
        (core, caller) -> {
          with("two", value -> core.changes().rotate(caller, ref(n), value, Duration.ofDays(1)));
          return null;
        },
        _ -> valueOf(n).equals("two"));
  }

  private Try restores(int n) {
    var _ = twice(n);
    return new Try(
        (core, caller) -> {
          core.changes().restore(caller, ref(n), Version.FIRST);
          return null;
        },
        _ -> valueOf(n).equals("one"));
  }

  private Try destroys(int n) {
    var _ = twice(n);
    return new Try(
        (core, caller) -> {
          core.changes().destroy(caller, ref(n), Version.FIRST);
          return null;
        },
        core -> core.secrets().versions(instance.admin, ref(n)).getLast().envelope() == null);
  }

  private Try deletes(int n) {
    var _ = made(n);
    return new Try(
        (core, caller) -> {
          core.changes().delete(caller, ref(n), false, null);
          return null;
        },
        _ -> !isThere(n));
  }

  private Try undeletes(int n) {
    StoredSecret secret = made(n);
    instance.core.changes().delete(instance.admin, ref(n), false, null);
    return new Try(
        (core, caller) -> {
          core.changes().undelete(caller, SpaceName.DEFAULT, secret.id().secret());
          return null;
        },
        _ -> isThere(n));
  }

  private Try imports(int n) {
    return new Try(
        (core, caller) -> {
          with(
              "one",
              value ->
                  core.imports()
                      .write(
                          caller,
                          TestInstance.PRODUCTION,
                          List.of(new Item(ref(n).name(), value))));
          return null;
        },
        _ -> isThere(n));
  }

  private Try reads(int n) {
    var _ = made(n);
    return new Try((core, caller) -> text(core, caller, n), null);
  }

  private Try readsAll(int n) {
    var _ = made(n);
    return new Try(
        (core, caller) -> {
          try (var page =
              core.values()
                  .readAll(caller, TestInstance.PRODUCTION, List.of(ref(n).name()), null, 10)) {
            return page.toString();
          }
        },
        null);
  }

  private Try makesASpace(int n) {
    var name = new SpaceName("s" + n);
    return new Try(
        (core, caller) -> {
          core.spaces().create(caller, name, new Spaces.Edit(null, null, null));
          return null;
        },
        core -> hasSpace(core, name));
  }

  private Try hidesASpace(int n) {
    var name = new SpaceName("s" + n);
    instance.core.spaces().create(instance.admin, name, new Spaces.Edit(null, null, null));
    return new Try(
        (core, caller) -> {
          core.spaces().delete(caller, name);
          return null;
        },
        core -> !hasSpace(core, name));
  }

  private static boolean hasSpace(Core core, SpaceName name, Caller admin) {
    return core.spaces().list(admin, false).stream().anyMatch(s -> s.name().equals(name));
  }

  private boolean hasSpace(Core core, SpaceName name) {
    return hasSpace(core, name, instance.admin);
  }

  private Try addsAnEnvironment(int n) {
    var scope = new Scope(SpaceName.DEFAULT, new EnvironmentName("e" + n));
    return new Try(
        (core, caller) -> {
          core.spaces().createEnvironment(caller, scope);
          return null;
        },
        core ->
            core.spaces().environments(instance.admin, SpaceName.DEFAULT).stream()
                .anyMatch(one -> one.name().equals(scope.environment())));
  }

  private Try makesAUser(int n) {
    Principal user = Principal.user("u" + n);
    return new Try(
        (core, caller) -> {
          core.people().create(caller, user, Description.NONE, null).close();
          return null;
        },
        core -> has(core, user));
  }

  private Try removesAUser(int n) {
    Principal user = user(n);
    return new Try(
        (core, caller) -> {
          core.people().delete(caller, user);
          return null;
        },
        core -> !has(core, user));
  }

  private Try makesAnAgent(int n) {
    Principal agent = Principal.agent("a" + n);
    return new Try(
        (core, caller) -> {
          core.people().createAgent(caller, agent, TestInstance.PRODUCTION, Set.of(), null).close();
          return null;
        },
        core -> has(core, agent));
  }

  private Try binds(int n) {
    Principal user = user(n);
    return new Try(
        (core, caller) -> {
          var viewer = new RoleName("viewer");
          core.bindings().create(caller, user, viewer, Reach.EVERYWHERE, Set.of());
          return null;
        },
        core -> !bindingsOf(core, user).isEmpty());
  }

  private Try unbinds(int n) {
    Principal user = user(n);
    StoredBinding binding =
        instance
            .core
            .bindings()
            .create(instance.admin, user, new RoleName("viewer"), Reach.EVERYWHERE, Set.of());
    return new Try(
        (core, caller) -> {
          core.bindings().delete(caller, binding.id());
          return null;
        },
        core -> bindingsOf(core, user).isEmpty());
  }

  private Try makesAToken(int n) {
    String name = "t" + n;
    return new Try(
        (core, caller) -> {
          core.tokens().create(caller, null, name, null, null).close();
          return null;
        },
        core ->
            core.tokens().list(instance.admin, null).stream().anyMatch(t -> t.name().equals(name)));
  }

  private Try revokesAToken(int n) {
    String name = "t" + n;
    var id = new AtomicReference<TokenId>();
    try (var made = instance.core.tokens().create(instance.admin, null, name, null, null)) {
      id.set(made.stored().id());
    }
    return new Try(
        (core, caller) -> {
          core.tokens().revoke(caller, id.get());
          return null;
        },
        core ->
            core.tokens().list(instance.admin, null).stream()
                .noneMatch(t -> t.id().equals(id.get())));
  }

  private Try makesARole(int n) {
    var name = new RoleName("r" + n);
    Role role =
        new Role(
            name,
            List.of(new Rule(List.of("space"), List.of("secret"), List.of("list"), List.of())));
    return new Try(
        (core, caller) -> {
          core.roles().create(caller, role, Description.NONE);
          return null;
        },
        core ->
            core.roles().list(instance.admin).stream().anyMatch(r -> r.role().name().equals(name)));
  }

  private Principal user(int n) {
    Principal user = Principal.user("u" + n);
    instance.core.people().create(instance.admin, user, Description.NONE, null).close();
    return user;
  }

  private boolean has(Core core, Principal principal) {
    return core.people().list(instance.admin, null).stream()
        .anyMatch(one -> one.identity().principal().equals(principal));
  }

  private List<StoredBinding> bindingsOf(Core core, Principal principal) {
    return core.bindings().list(instance.admin, Reach.EVERYWHERE, principal);
  }

  private interface Use {
    void of(SecretValue value);
  }

  private static void with(String text, Use use) {
    try (SecretValue value = TestInstance.value(text)) {
      use.of(value);
    }
  }

  private static SecretRef ref(int n) {
    return TestInstance.ref("S" + n);
  }

  private StoredSecret made(int n) {
    instance.create("S" + n, "one");
    try (var found = instance.core.secrets().describe(instance.admin, ref(n), false)) {
      return found.secret();
    }
  }

  private StoredSecret twice(int n) {
    StoredSecret made = made(n);
    with(
        "two",
        value -> instance.core.changes().rotate(instance.admin, ref(n), value, Duration.ofDays(1)));
    return made;
  }

  private boolean isThere(int n) {
    try {
      instance.core.secrets().describe(instance.admin, ref(n), false).close();
      return true;
    } catch (ClavigerException.NotFound _) {
      return false;
    }
  }

  private String valueOf(int n) {
    return text(instance.core, instance.adminOnServicePlane(), n);
  }

  private static String text(Core core, Caller caller, int n) {
    try (var found = core.values().read(caller, ref(n), null)) {
      return found.value().reveal(bytes -> new String(bytes, UTF_8));
    }
  }
}
