package dev.claviger.core;

import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.Principal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Slows down whoever guesses passwords, and nobody else.
///
/// Who fails often for one name from one source has to wait, longer each time, and so has a source
/// that fails for many names. A name that is guessed from many sources is answered later, but
/// never refused: else anybody could lock anybody out. Whether the name exists makes no difference.
///
/// An attempt counts as failed until it has succeeded, so that many at once gain nothing.
final class SignInThrottle {
  static final int FREE_ATTEMPTS = 5;
  static final int FREE_ATTEMPTS_OF_A_SOURCE = 30;
  static final int FREE_ATTEMPTS_FOR_A_NAME = 10;

  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /// Shorter, because many people can share an address.
  static final Duration LONGEST_WAIT_OF_A_SOURCE = Duration.ofSeconds(30);

  static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

  /// After this long without an attempt, all is forgotten.
  static final Duration MEMORY = Duration.ofMinutes(15);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_DOUBLINGS = 20;
  private static final int BYTES_OF_A_NETWORK = 8;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Attempt, Count> pairs = recent(); // guarded by `lock`, as are the others
  private final Map<String, Count> sources = recent();
  private final Map<Principal, Count> names = recent();

  SignInThrottle(Clock clock) {
    this.clock = clock;
  }

  /// Somebody who tries a name.
  ///
  /// @param source an address, or the network of an IPv6 address
  record Attempt(Principal name, String source) {
    static Attempt of(Principal name, Client client) {
      return new Attempt(name, network(client.address()));
    }

    /// A household gets a whole IPv6 network of 64 bits, and could be that many sources.
    private static String network(String address) {
      if (address.indexOf(':') < 0) {
        return address;
      }
      try {
        return InetAddress.ofLiteral(address) instanceof Inet6Address six
            ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), BYTES_OF_A_NETWORK))
            : address;
      } catch (IllegalArgumentException _) {
        return address;
      }
    }
  }

  private static final class Count {
    private int failures;
    private Instant last = Instant.EPOCH;
  }

  /// Counts an attempt that is about to be made.
  ///
  /// @return how long to wait before it is answered
  /// @throws RateLimited if it may not be made now; then it does not count
  Duration begin(Attempt attempt) {
    Instant now = clock.instant();
    lock.lock();
    try {
      Count pair = count(pairs, attempt, now);
      Count source = count(sources, attempt.source(), now);
      Count name = count(names, attempt.name(), now);
      refuse(pair, FREE_ATTEMPTS, LONGEST_WAIT, now);
      refuse(source, FREE_ATTEMPTS_OF_A_SOURCE, LONGEST_WAIT_OF_A_SOURCE, now);
      Duration delay = grown(FIRST_DELAY, name.failures - FREE_ATTEMPTS_FOR_A_NAME, LONGEST_DELAY);
      for (Count one : new Count[] {pair, source, name}) {
        one.failures++;
        one.last = now;
      }
      return delay;
    } finally {
      lock.unlock();
    }
  }

  /// The attempt was no guess. What others did for the name or from the source still counts.
  void succeeded(Attempt attempt) {
    lock.lock();
    try {
      pairs.remove(attempt);
      takeBack(sources.get(attempt.source()));
      takeBack(names.get(attempt.name()));
    } finally {
      lock.unlock();
    }
  }

  private static void takeBack(@Nullable Count count) {
    if (count != null && count.failures > 0) {
      count.failures--;
    }
  }

  private static void refuse(Count count, int free, Duration longest, Instant now) {
    Instant next = count.last.plus(grown(FIRST_WAIT, count.failures - free, longest));
    if (next.isAfter(now)) {
      throw new RateLimited(Duration.between(now, next));
    }
  }

  /// Nothing below zero, else doubled so many times, up to `longest`.
  private static Duration grown(Duration first, int times, Duration longest) {
    if (times < 0) {
      return Duration.ZERO;
    }
    Duration grown = first.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
    return grown.compareTo(longest) > 0 ? longest : grown;
  }

  private static <K> Count count(Map<K, Count> counts, K key, Instant now) {
    Count count = counts.computeIfAbsent(key, _ -> new Count());
    if (count.last.plus(MEMORY).isBefore(now)) {
      count.failures = 0;
    }
    return count;
  }

  /// The least recently used entry goes when there are too many.
  private static <K> Map<K, Count> recent() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Count> eldest) {
        return size() > MAX_ENTRIES;
      }
    };
  }
}
