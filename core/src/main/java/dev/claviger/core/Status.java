package dev.claviger.core;

import dev.claviger.core.Operation.ListKeys;
import dev.claviger.core.Operation.ListSettings;
import dev.claviger.core.Operation.ReadStatus;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// How the server is, as far as a caller may know.
public final class Status {
  /// How long before its expiry a secret is worth a warning.
  public static final Duration EXPIRY_WARNING = Duration.ofDays(7);

  private static final int MAX_EXPIRING = 1_000;

  private final Gate gate;
  private final Access access;
  private final Clock clock;

  Status(Gate gate, Access access, Clock clock) {
    this.gate = gate;
    this.access = access;
    this.clock = clock;
  }

  /// Secrets that have expired or soon will, of those that the caller may list (S15).
  public List<StoredSecret> expiring(Caller caller) {
    return gate.perform(
        caller,
        new ReadStatus(),
        stores -> {
          Instant before = clock.instant().plus(EXPIRY_WARNING);
          List<StoredSecret> found =
              stores.secrets().expiringBefore(before, MAX_EXPIRING).stream()
                  .filter(
                      secret -> access.allows(stores, caller, Permission.SECRET_LIST, secret.ref()))
                  .toList();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// All keys there are, never their bytes.
  public List<ListedKey> keys(Caller caller) {
    return gate.perform(
        caller,
        new ListKeys(),
        stores -> {
          List<ListedKey> found = stores.keys().list();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// What `settings` gives, to those who may see the settings.
  public <T> T settings(Caller caller, Supplier<T> settings) {
    return gate.perform(caller, new ListSettings(), _ -> new Answer<>(settings.get(), Note.NONE));
  }
}
