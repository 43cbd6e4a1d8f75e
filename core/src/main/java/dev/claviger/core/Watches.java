package dev.claviger.core;

import static dev.claviger.core.Permission.SECRET_READ_VALUES;

import dev.claviger.core.Operation.OnSecret;
import dev.claviger.core.Operation.OnSecrets;
import dev.claviger.core.Operation.OnSpace;
import dev.claviger.core.Operation.WatchSecrets;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets callers wait for changes in a scope. A watch never carries values, and each look it takes
/// passes the [Gate].
public final class Watches implements Consumer<List<Operation>> {
  /// How many watches one principal may hold.
  public static final int MAX_PER_PRINCIPAL = 100;

  private static final Duration LOOK_AT_CREDENTIAL = Duration.ofMillis(500);
  private static final int MAX_SECRETS = 10_000;

  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final Access access;
  private final Clock clock;

  Watches(Access access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  /// Wakes whoever watches a place that was changed. Called by the pipeline.
  @Override
  public void accept(List<Operation> done) {
    if (!open.isEmpty()) {
      done.forEach(this::wake);
    }
  }

  private void wake(Operation operation) {
    boolean changes =
        switch (operation) {
          case OnSecret one ->
              !(one instanceof Operation.ReadValue
                  || one instanceof Operation.ReadMasked
                  || one instanceof Operation.DescribeSecret
                  || one instanceof Operation.ListVersions);
          case OnSecrets many ->
              many instanceof Operation.ImportSecrets || many instanceof Operation.UndeleteSecret;
          case OnSpace space -> !(space instanceof Operation.DescribeSpace);
          case AccessOperation _ -> true;
          case Operation.OnServer server -> server instanceof Operation.ServerEvent;
        };
    if (changes) {
      open.stream().filter(watch -> concerns(operation, watch)).forEach(Watch::wake);
    }
  }

  private static boolean concerns(Operation operation, Watch watch) {
    SpaceName space = operation.resource().space();
    return space == null || space.equals(watch.scope.space());
  }

  /// Opens a watch, which the caller closes.
  ///
  /// @throws RateLimited if the principal holds too many
  public Watch open(Gate gate, Doorkeeper doorkeeper, Caller caller, Scope scope) {
    var watch = new Watch(gate, doorkeeper, caller, scope);
    open.add(watch);
    if (open.stream().filter(one -> one.isOf(caller)).count() > MAX_PER_PRINCIPAL) {
      watch.close();
      throw new RateLimited(Duration.ofSeconds(1));
    }
    return watch;
  }

  /// What a caller sees in one scope, and what becomes of it. For one thread.
  public final class Watch implements AutoCloseable {
    private final Gate gate;
    private final Doorkeeper doorkeeper;
    private final Caller caller;
    private final Scope scope;
    private final Semaphore woken = new Semaphore(0);

    private Watch(Gate gate, Doorkeeper doorkeeper, Caller caller, Scope scope) {
      this.gate = gate;
      this.doorkeeper = doorkeeper;
      this.caller = caller;
      this.scope = scope;
    }

    /// The names and current versions that can be fetched now, by name.
    public Map<SecretName, Version> look() {
      woken.drainPermits(); // before reading: a change from here on wakes again
      return gate.perform(
          caller,
          new WatchSecrets(new InEnvironment(scope)),
          stores -> {
            if (!stores.spaces().exists(scope)) {
              throw new NotFound("environment " + scope);
            }
            var filter = SecretFilter.of(scope.space(), scope.environment());
            var place = new InEnvironment(scope);
            boolean all = access.allows(stores, caller, SECRET_READ_VALUES, place, null);
            Map<SecretName, Version> seen = new LinkedHashMap<>();
            for (StoredSecret one : stores.secrets().list(filter, MAX_SECRETS)) {
              if (one.current() != null
                  && one.usable(clock.instant())
                  && (all || access.allows(stores, caller, SECRET_READ_VALUES, one.ref()))) {
                seen.put(one.ref().name(), one.current());
              }
            }
            return new Answer<>(seen, Note.count(seen.size()));
          });
    }

    /// Waits until something may have changed.
    ///
    /// @return false if nothing did within `atMost`
    /// @throws Unauthenticated within a second of the end of the caller's credential
    public boolean await(Duration atMost) throws InterruptedException {
      long end = System.nanoTime() + atMost.toNanos();
      while (true) {
        if (!doorkeeper.stillGood(caller)) {
          throw new Unauthenticated();
        }
        long left = Math.min(end - System.nanoTime(), LOOK_AT_CREDENTIAL.toNanos());
        if (left <= 0) {
          return false;
        }
        if (woken.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
    }

    private void wake() {
      woken.release();
    }

    private boolean isOf(Caller other) {
      return Objects.equals(caller.who(), other.who());
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
