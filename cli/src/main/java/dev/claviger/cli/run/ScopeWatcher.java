package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.client.SecretSource;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.client.WatchEvent.Changed;
import dev.claviger.client.WatchEvent.KeepAlive;
import dev.claviger.client.WatchEvent.Removed;
import dev.claviger.client.WatchEvent.Snapshot;
import dev.claviger.client.WatchStream;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the copy of one scope current.
///
/// What is held is compared with each snapshot, the first message of every stream. So it does not
/// matter what was missed: a change between fetch and watch, or while the server was away, is seen
/// as soon as a stream opens. Whatever fails, the next stream repairs. Runs on a virtual thread of
/// its own; interrupting it ends it.
final class ScopeWatcher implements Runnable {
  /// The server itself has a problem, which may pass; any other refusal is about one secret.
  private static final Set<String> PASSING =
      Set.of(
          "unauthenticated",
          "unavailable",
          "sealed",
          "audit_unavailable",
          "outcome_unknown",
          "rate_limited",
          "internal",
          ServerProblem.UNEXPECTED_ANSWER);

  /// Is told what has changed.
  interface Listener {
    /// A new value, before it is in the copy: nothing has shown it yet.
    void arriving(FetchedSecret secret);

    /// It is in the copy, and the program gets it.
    void arrived(SecretName name, Version version);

    void removed(SecretName name);
  }

  private final int index;
  private final @Nullable Scope scope;
  private final SecretSource source;
  private final HeldSecrets held;
  private final Listener listener;
  private final Notices notices;
  private final ReconnectPause pause;
  private final Map<SecretName, Version> refused = new HashMap<>();
  private boolean away;

  /// @param index of the scope in `held`
  /// @param scope null: the credential's only one
  ScopeWatcher(
      int index,
      @Nullable Scope scope,
      SecretSource source,
      HeldSecrets held,
      Listener listener,
      Notices notices,
      ReconnectPause pause) {
    this.index = index;
    this.scope = scope;
    this.source = source;
    this.held = held;
    this.listener = listener;
    this.notices = notices;
    this.pause = pause;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Duration wait = watch();
        if (wait == null) {
          return;
        }
        Thread.sleep(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Follows one stream to its end.
  ///
  /// @return how long to wait before the next, or null where there is to be none
  private @Nullable Duration watch() {
    try (WatchStream events = source.watch(scope)) {
      follow(events);
      return pause.next();
    } catch (ServerProblem problem) {
      if (problem.code().equals("unauthenticated")) {
        notices.say("the credential has ended; the program keeps the values it has");
        return null;
      }
      lost(problem.getMessage());
      return PASSING.contains(problem.code()) ? pause.next() : pause.nextAfterRefusal();
    } catch (Unreachable unreachable) {
      lost(unreachable.getMessage());
      return pause.next();
    } catch (RuntimeException bug) { // whatever it is, the program must not go without news
      lost("this is a mistake in claviger: " + bug.getClass().getSimpleName());
      return pause.nextAfterRefusal();
    }
  }

  private void lost(String message) {
    if (!away && !Thread.currentThread().isInterrupted()) {
      notices.say(message + "; the program keeps the values it has until the server is back");
    }
    away = true;
  }

  private void follow(WatchStream events) {
    while (true) {
      switch (events.next()) { // ends by an exception
        case Snapshot snapshot -> compare(snapshot.versions());
        case Changed change -> fetch(change.name(), change.version());
        case Removed removal -> remove(removal.name());
        case KeepAlive _ -> {}
      }
    }
  }

  private void compare(Map<SecretName, Version> current) {
    if (away) {
      notices.say("connected again");
      away = false;
    }
    Map<SecretName, Version> before = held.versions(index);
    before.keySet().stream().filter(name -> !current.containsKey(name)).forEach(this::remove);
    current.forEach(this::fetch);
    pause.reset();
  }

  private void fetch(SecretName name, Version version) {
    boolean known =
        version.equals(held.versions(index).get(name)) || version.equals(refused.get(name));
    if (known || !held.takes(name)) {
      return;
    }
    try {
      source.getSecrets(scope, List.of(name)).forEach(this::take);
    } catch (ServerProblem problem) {
      if (PASSING.contains(problem.code())) {
        throw problem;
      }
      refused.put(name, version);
      notices.say("version " + version + " of " + name + " was refused: " + problem.getMessage());
    }
  }

  private void take(FetchedSecret secret) {
    SecretName name = secret.name();
    Version version = secret.version();
    listener.arriving(secret);
    if (held.put(index, secret)) {
      listener.arrived(name, version);
    }
  }

  private void remove(SecretName name) {
    if (held.versions(index).containsKey(name)) {
      held.remove(index, name);
      listener.removed(name);
    }
  }
}
