package dev.claviger.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.ClientRecord;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where calls come from: a record per principal, address and user agent, made when first seen, so
/// that entries need only its number. Its own entry commits to address and agent by salted hashes.
final class Clients {
  private static final int MAX_NEW_A_DAY = 100;
  private static final String OTHER = "other";

  private final Map<Key, Long> numbers = new ConcurrentHashMap<>();
  private final Map<DayOf, Integer> newOnes = new HashMap<>(); // guarded by `lock`
  private final ReentrantLock lock = new ReentrantLock();
  private final SecureRandom random;
  private final Clock clock;
  private long last; // guarded by `lock`

  /// @param known what the database holds
  Clients(List<ClientRecord> known, SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
    for (ClientRecord one : known) {
      numbers.put(new Key(one.principal(), one.address(), one.agent()), one.number());
      last = Math.max(last, one.number());
    }
  }

  private record Key(@Nullable Id principal, String address, String agent) {}

  private record DayOf(@Nullable Id principal, Instant day) {}

  /// The number of where `caller` is; 0 for the server itself. Makes the record, and waits for it
  /// to be durable, if there is none.
  long numberOf(Caller caller, Pipeline pipeline) {
    if (caller.plane() == Plane.INTERNAL) {
      return 0;
    }
    Key key = keyOf(caller);
    Long known = numbers.get(key);
    return known == null ? record(caller, key, pipeline) : known;
  }

  /// Without a credential there is one record per address.
  private static Key keyOf(Caller caller) {
    Client client = caller.client();
    return caller.who() == null
        ? new Key(null, client.address(), "")
        : new Key(caller.who().id(), client.address(), client.agent());
  }

  private long record(Caller caller, Key wanted, Pipeline pipeline) {
    lock.lock();
    try {
      Key key = crowded(wanted) ? new Key(wanted.principal(), wanted.address(), OTHER) : wanted;
      Long known = numbers.get(key);
      if (known != null) {
        return known;
      }
      long number = last + 1;
      pipeline.submit(new Command<>(caller, number, seen(number), step(number, key)));
      last = number;
      numbers.put(key, number);
      newOnes.merge(dayOf(key), 1, Integer::sum);
      return number;
    } finally {
      lock.unlock();
    }
  }

  private boolean crowded(Key key) {
    return newOnes.getOrDefault(dayOf(key), 0) >= MAX_NEW_A_DAY;
  }

  private DayOf dayOf(Key key) {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    newOnes.keySet().removeIf(day -> day.day().isBefore(today));
    return new DayOf(key.principal(), today);
  }

  private static Operation seen(long number) {
    return new ServerEvent("client", "CLIENT_SEEN", Reach.EVERYWHERE, Long.toString(number));
  }

  private Step<Long> step(long number, Key key) {
    byte[] salt = new byte[Digest.BYTES];
    random.nextBytes(salt);
    var record =
        new ClientRecord(
            number,
            key.principal(),
            key.address(),
            key.agent(),
            new Digest(salt),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return new Change<>(
        writing -> {
          writing.audit().addClient(record);
          return new Answer<>(number, commitment(record));
        });
  }

  /// The hash of the address stands where an envelope's would, that of the agent as the reason.
  private static Note commitment(ClientRecord record) {
    byte[] salt = record.salt().bytes();
    Digest address = Digest.sha256(salt, record.address().getBytes(UTF_8));
    Digest agent = Digest.sha256(salt, record.agent().getBytes(UTF_8));
    return new Note(null, null, address, 0, agent.toString(), List.of(), null);
  }
}
