package dev.claviger.client;

/// What happens in one scope, from now on. For one thread, which also closes it.
public interface WatchStream extends AutoCloseable {
  /// Waits for the next event. The first is always a [WatchEvent.Snapshot].
  ///
  /// An interrupted virtual thread stops waiting, and gets [Unreachable].
  ///
  /// @throws ServerProblem if the server ends the stream with a reason, such as a revoked token
  /// @throws Unreachable if the connection ended, or nothing came for 45 seconds
  WatchEvent next();

  @Override
  void close();
}
