package dev.claviger.model;

import java.time.Duration;
import java.util.Objects;

/// Why an operation was refused or could not finish: a closed set. Each transport turns it into its
/// own status in one exhaustive switch, so a new kind does not compile until all of them know it.
public abstract sealed class ClavigerException extends RuntimeException {
  private final String code;

  private ClavigerException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// A stable word for programs, such as `not_found`. Part of the public API: never renamed.
  public final String code() {
    return code;
  }

  /// For people: what is wrong, and what to do. Never holds a value, a token or what was sent.
  @Override
  public final String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /// A field that breaks its rule.
  public static final class InvalidInput extends ClavigerException {
    public InvalidInput(String field, String rule) {
      super("invalid_input", field + " " + rule);
    }
  }

  /// Larger than its limit.
  public static final class TooLarge extends ClavigerException {
    /// @param maxBytes the limit
    public TooLarge(String field, long maxBytes) {
      super("too_large", field + " must be at most " + maxBytes + " bytes");
    }
  }

  /// No credential, or one that is unknown, ended or revoked: callers are never told which.
  public static final class Unauthenticated extends ClavigerException {
    public Unauthenticated() {
      super(
          "unauthenticated",
          "no valid credential was sent, or it has ended; sign in with: claviger login");
    }
  }

  /// No rule allows it.
  public static final class AccessDenied extends ClavigerException {
    /// @param right such as `space.secret.create`
    /// @param where such as `payments/production`, or `everywhere`
    public AccessDenied(String right, String where) {
      super(
          "access_denied",
          "this needs the right "
              + right
              + " in "
              + where
              + "; ask an administrator for a role that has it");
    }

    private AccessDenied(String message) {
      super("access_denied", message);
    }

    /// For somebody who would give, or take over, a right that they have not.
    public static AccessDenied toGive(String right, String where) {
      return new AccessDenied(
          "this would give the right "
              + right
              + " in "
              + where
              + ", which you have not; nobody can give more than they have");
    }
  }

  /// The credential is good, on the other listener.
  public static final class WrongPlane extends ClavigerException {
    /// @param address where it is good
    public WrongPlane(String address) {
      super(
          "wrong_plane",
          "service and agent tokens are good on the service plane only, at " + address);
    }
  }

  /// The space does not let values leave over HTTP.
  public static final class NotDisclosed extends ClavigerException {
    public NotDisclosed(SpaceName space) {
      super(
          "not_disclosed",
          "values of the space "
              + space
              + " leave over the service plane only; use: claviger secret get, or open it with:"
              + " claviger space update "
              + space
              + " --disclosure http");
    }
  }

  /// There is no such thing. Only said to callers who may know.
  public static final class NotFound extends ClavigerException {
    /// @param what such as `role reader`: of some kinds it is told which command lists what there
    // is
    public NotFound(String what) {
      super("not_found", "there is no " + what + see(lists(what)));
    }

    public NotFound(SecretRef ref) {
      super("not_found", "there is no secret " + ref + see("secret list " + ref.scope()));
    }

    private static String see(String command) {
      return command.isEmpty() ? "" : "; see: claviger " + command;
    }

    private static String lists(String what) {
      String[] kindAndName = what.split(" ", 2);
      String name = kindAndName.length == 1 ? "" : kindAndName[1];
      return switch (kindAndName[0]) {
        case "space", "role", "token", "binding" -> kindAndName[0] + " list";
        case "environment" -> "env list " + name.split("/", 2)[0];
        case "principal" -> name.startsWith("agent:") ? "agent list" : "user list";
        default -> "";
      };
    }
  }

  /// Missing, disabled, expired or denied: a service is not told which.
  public static final class NotAvailable extends ClavigerException {
    public NotAvailable(SecretRef ref) {
      super("not_available", ref + " is not available to this caller");
    }
  }

  /// A disabled secret, or an expired one that is not to be handed out any more.
  public static final class NotUsable extends ClavigerException {
    private NotUsable(String code, String message) {
      super(code, message);
    }

    public static NotUsable disabled(SecretRef ref) {
      return new NotUsable("disabled", ref + " is disabled");
    }

    public static NotUsable expired(SecretRef ref) {
      return new NotUsable(
          "expired", ref + " has expired and is not handed out any more; rotate it");
    }
  }

  /// The name is in use.
  public static final class NameTaken extends ClavigerException {
    /// @param what such as `secret claviger://payments/production/KEY`
    public NameTaken(String what) {
      super("name_taken", "there is already a " + what);
    }
  }

  /// Changed since the caller read it (`If-Match`).
  public static final class ChangedMeanwhile extends ClavigerException {
    public ChangedMeanwhile(String what) {
      super("changed_meanwhile", what + " was changed by someone else; read it again and retry");
    }
  }

  /// It would break what must hold, such as the last administrator.
  public static final class Conflict extends ClavigerException {
    public Conflict(String message) {
      super("conflict", message);
    }
  }

  /// The same `Idempotency-Key` with another request.
  public static final class IdempotencyMismatch extends ClavigerException {
    public IdempotencyMismatch() {
      super(
          "idempotency_mismatch",
          "this Idempotency-Key was used for another request within 24 hours; use a new one");
    }
  }

  /// Done before under this `Idempotency-Key`, and its answer showed a token, which is not kept.
  public static final class AlreadyDone extends ClavigerException {
    public AlreadyDone() {
      super(
          "already_done",
          "this was done before under the same Idempotency-Key; its answer is shown only once");
    }
  }

  /// Too many calls or attempts.
  public static final class RateLimited extends ClavigerException {
    private final Duration retryAfter;

    public RateLimited(Duration retryAfter) {
      super("rate_limited", "too many attempts; wait and try again");
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// A wrong key, a swapped row or a changed byte: callers are never told which.
  public static final class DecryptionFailed extends ClavigerException {
    public DecryptionFailed() {
      super("decryption_failed", "the stored value cannot be decrypted");
    }
  }

  /// The master key does not open this database.
  public static final class Sealed extends ClavigerException {
    public Sealed() {
      super("sealed", "the server is sealed: its master key does not open this database");
    }
  }

  /// Nothing was done, and nothing was disclosed.
  public static final class AuditUnavailable extends ClavigerException {
    public AuditUnavailable() {
      super("audit_unavailable", "the audit log cannot be written now; nothing was done; retry");
    }
  }

  /// The change may or may not be durable.
  public static final class OutcomeUnknown extends ClavigerException {
    public OutcomeUnknown() {
      super("outcome_unknown", "the database did not answer; read before you write again");
    }
  }
}
