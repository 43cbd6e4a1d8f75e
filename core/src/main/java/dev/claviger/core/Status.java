package dev.claviger.core;

import dev.claviger.core.Operation.ListSettings;
import dev.claviger.core.Operation.ReadStatus;
import dev.claviger.core.RotationReader.QuarantinedVersion;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.model.Reach;
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
  private static final int MAX_QUARANTINED = 1_000;

  private final Gate gate;
  private final Access access;
  private final RowWatch rows;
  private final Clock clock;

  Status(Gate gate, Access access, RowWatch rows, Clock clock) {
    this.rows = rows;
    this.gate = gate;
    this.access = access;
    this.clock = clock;
  }

  /// What needs attention, as far as the caller may know.
  ///
  /// @param expiring secrets that have expired or soon will, of those the caller may list (S15)
  /// @param quarantined versions that cannot be read, of the secrets the caller may list
  /// @param refused rows that were refused since the start; none for who may not read the audit log
  public record Report(
      List<StoredSecret> expiring,
      List<QuarantinedVersion> quarantined,
      List<RefusedRow> refused) {}

  public Report report(Caller caller) {
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
          List<QuarantinedVersion> quarantined =
              stores.rotations().quarantined(MAX_QUARANTINED).stream()
                  .filter(one -> access.allows(stores, caller, Permission.SECRET_LIST, one.ref()))
                  .toList();
          boolean audits =
              access.allows(stores, caller, Permission.AUDIT_READ, Reach.EVERYWHERE, null);
          List<RefusedRow> refused = audits ? rows.refused() : List.of();
          return new Answer<>(
              new Report(found, quarantined, refused),
              Note.count((long) found.size() + quarantined.size() + refused.size()));
        });
  }

  /// What `settings` gives, to those who may see the settings.
  public <T> T settings(Caller caller, Supplier<T> settings) {
    return gate.perform(caller, new ListSettings(), _ -> new Answer<>(settings.get(), Note.NONE));
  }
}
