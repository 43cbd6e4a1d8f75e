package dev.claviger.server.grpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Ends streams whose reader has stopped reading: they would hold a thread and a connection for as
/// long as they like.
final class SlowReaders {
  /// How long one message may take to be taken.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Thread, Long> sendingSince = new ConcurrentHashMap<>();

  /// Runs `send` on this thread, which is interrupted if that takes too long. An interrupt closes
  /// the socket on which a virtual thread is blocked.
  void time(Runnable send) {
    Thread thread = Thread.currentThread();
    sendingSince.put(thread, System.nanoTime());
    try {
      send.run();
    } finally {
      sendingSince.remove(thread);
    }
  }

  /// To be called every few seconds.
  void drop() {
    long now = System.nanoTime();
    sendingSince.forEach(
        (thread, since) -> {
          if (now - since > PATIENCE.toNanos() && sendingSince.remove(thread, since)) {
            thread.interrupt();
          }
        });
  }
}
