package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.client.SecretSource;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the copy of all scopes current, from its start until it is closed.
final class Watching implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();

  private Watching() {}

  /// @param scopes in the order of `held`; null: the credential's only one
  /// @param values learn a new value before anybody can see it; null: nothing is masked
  static Watching start(
      List<@Nullable Scope> scopes,
      SecretSource source,
      HeldSecrets held,
      @Nullable KnownValues values,
      Reaction reaction,
      Notices notices) {
    var watching = new Watching();
    var listener = new Publisher(values, reaction, notices);
    for (int i = 0; i < scopes.size(); i++) {
      var pause = new ReconnectPause(RandomGenerator.getDefault());
      var watcher = new ScopeWatcher(i, scopes.get(i), source, held, listener, notices, pause);
      watching.threads.add(Thread.ofVirtual().name("watch").start(watcher));
    }
    return watching;
  }

  private record Publisher(@Nullable KnownValues values, Reaction reaction, Notices notices)
      implements ScopeWatcher.Listener {
    @Override
    public void arriving(FetchedSecret secret) {
      if (values != null) {
        values.learn(Map.of(secret.name(), secret.value()));
      }
    }

    @Override
    public void arrived(SecretName name, Version version) {
      notices.say(name + " is now version " + version);
      reaction.changed();
    }

    @Override
    public void removed(SecretName name) {
      notices.say(name + " is gone; the program keeps the value that it has");
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
