package dev.claviger.core;

import dev.claviger.crypto.TokenId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which tokens that were replaced have been used of late.
final class ReplacedTokens {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MAX_TOKENS = 10_000;

  private final Map<TokenId, Long> minutes = new ConcurrentHashMap<>();
  private final Clock clock;

  ReplacedTokens(Clock clock) {
    this.clock = clock;
  }

  /// Whether this is its first use in this minute. Forgetting is harmless: it costs an entry.
  boolean isFirstInAWhile(TokenId token) {
    if (minutes.size() >= MAX_TOKENS) {
      minutes.clear();
    }
    long now = clock.millis() / MINUTE_MILLIS;
    Long before = minutes.put(token, now);
    return before == null || before != now;
  }
}
