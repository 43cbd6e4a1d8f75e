package dev.claviger.core;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.SecretRef;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What the server does by itself from time to time. Each method may be called as often as one
/// likes; what is due follows from the rows. Not for use by several threads at once.
public final class Sweeps {
  /// How long deleted secrets and spaces can be restored.
  public static final Duration RESTORABLE = Duration.ofDays(7);

  private static final System.Logger LOG = System.getLogger(Sweeps.class.getName());
  private static final Duration REMEMBERED = Duration.ofHours(24);
  private static final int BATCH = 200;

  private final Database database;
  private final Pipeline pipeline;
  private final Refusals refusals;
  private final Gate gate;
  private final RowWatch rows;
  private final Clock clock;
  private final SecureRandom random;
  private final UseCount uses;
  private final Set<Alert> alerted = new HashSet<>();

  Sweeps(
      Database database,
      Pipeline pipeline,
      Refusals refusals,
      Gate gate,
      RowWatch rows,
      UseCount uses,
      Clock clock,
      SecureRandom random) {
    this.database = database;
    this.pipeline = pipeline;
    this.refusals = refusals;
    this.gate = gate;
    this.rows = rows;
    this.uses = uses;
    this.clock = clock;
    this.random = random;
  }

  private record Alert(Id secret, Instant expiresAt, boolean expired) {}

  /// Writes the summary entries of the last minute. To be called every second.
  public void summariseRefusals() {
    refusals.summarise(pipeline);
  }

  /// Counts the use of secrets behind the entries. To be called every half second.
  public void countUses() {
    uses.run(false);
  }

  /// As [#countUses], for whoever cannot wait.
  public void countAllUses() {
    uses.run(true);
  }

  /// Puts rows on record that were refused since the last call. To be called every second.
  public void recordRefusedRows() {
    rows.record(gate);
  }

  /// Reads all authenticated rows again and refuses those that are not as they were left, and takes
  /// note of those that are missing. To be called every hour.
  public void checkRows() {
    database.read(stores -> stores.rows().check());
    database.read(stores -> stores.rows().checkSecrets());
    rows.record(gate);
  }

  /// Removes what was deleted longer than [#RESTORABLE] ago, in commands of bounded size.
  public void purge() {
    Instant before = clock.instant().minus(RESTORABLE);
    for (StoredSecret secret :
        database.read(stores -> stores.secrets().deletedBefore(before, BATCH))) {
      SecretRef ref = secret.ref();
      change(
          new ServerEvent("secret", "PURGE", new InEnvironment(ref.scope()), ref.name().value()),
          writing -> {
            writing.secrets().purge(secret.id().secret());
            var left = new Left(secret.revision() + 1, Digest.ZERO);
            Note note = Note.of(secret.id().secret(), null, null);
            return new Answer<>(true, note.because("hard").leaving(left));
          });
    }
    for (StoredSpace space :
        database.read(stores -> stores.spaces().deletedBefore(before, BATCH))) {
      change(
          new ServerEvent("space", "PURGE", new InSpace(space.name()), null),
          writing -> new Answer<>(writing.spaces().purge(space, BATCH), Note.NONE));
    }
  }

  /// Forgets what POSTs with an `Idempotency-Key` came to, after 24 hours.
  public void forgetRepeats() {
    Instant before = clock.instant().minus(REMEMBERED);
    change(
        new ServerEvent("server", "SWEEP", Reach.EVERYWHERE, "idempotency"),
        writing -> {
          writing.idempotency().forget(before);
          return new Answer<>(true, Note.NONE);
        });
  }

  /// Warns of secrets that will expire soon, and raises an alert once they have (S15). Each once
  /// per start and expiry.
  public void watchExpiry() {
    Instant now = clock.instant();
    List<StoredSecret> due =
        database.read(
            stores -> stores.secrets().expiringBefore(now.plus(Status.EXPIRY_WARNING), BATCH));
    for (StoredSecret secret : due) {
      boolean expired = secret.expired(now);
      Instant expiresAt = secret.expiresAt();
      if (expiresAt != null && alerted.add(new Alert(secret.id().secret(), expiresAt, expired))) {
        announce(secret, expired);
      }
    }
  }

  private void announce(StoredSecret secret, boolean expired) {
    SecretRef ref = secret.ref();
    LOG.log(
        System.Logger.Level.WARNING,
        expired ? "Secret expired: {0} in {1}" : "Secret expires soon: {0} in {1}",
        ref.name(),
        ref.scope());
    change(
        new ServerEvent(
            "secret",
            expired ? "EXPIRED" : "EXPIRES_SOON",
            new InEnvironment(ref.scope()),
            ref.name().value()),
        _ -> new Answer<>(true, Note.of(secret.id().secret(), secret.current(), null)));
  }

  private void change(ServerEvent event, Function<Writing, Answer<Boolean>> change) {
    Caller server = Caller.server(Id.random(random));
    gate.<Boolean>perform(server, event, _ -> new Change<>(change));
  }
}
