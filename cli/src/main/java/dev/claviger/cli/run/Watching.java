package dev.claviger.cli.run;

import dev.claviger.client.SecretSource;
import dev.claviger.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the copy of all scopes current, from its start until it is closed.
final class Watching implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();

  private Watching() {}

  /// @param scopes in the order of `held`; null: the credential's only one
  static Watching start(
      List<@Nullable Scope> scopes, SecretSource source, HeldSecrets held, News news) {
    var watching = new Watching();
    for (int i = 0; i < scopes.size(); i++) {
      var pause = new ReconnectPause(RandomGenerator.getDefault());
      var watcher = new ScopeWatcher(i, scopes.get(i), source, held, news, news.notices(), pause);
      watching.threads.add(Thread.ofVirtual().name("watch").start(watcher));
    }
    return watching;
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
