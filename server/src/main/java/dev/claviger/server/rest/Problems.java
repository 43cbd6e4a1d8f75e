package dev.claviger.server.rest;

import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.AlreadyDone;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.ClavigerException.IdempotencyMismatch;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.NotDisclosed;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.NotUsable;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.ClavigerException.WrongPlane;
import dev.claviger.server.http.ProblemDocument;

/// Failures as problem documents (RFC 9457).
final class Problems {
  private Problems() {}

  static Reply of(ClavigerException problem, String requestId) {
    Reply reply = document(status(problem), problem.code(), problem.getMessage(), requestId);
    return switch (problem) {
      case Unauthenticated _ -> reply.with("WWW-Authenticate", "Bearer");
      case RateLimited limited ->
          reply.with("Retry-After", Long.toString(Math.max(1, limited.retryAfter().toSeconds())));
      default -> reply;
    };
  }

  static Reply of(HttpRefusal refusal, String requestId) {
    Reply reply = document(refusal.status(), refusal.code(), refusal.detail(), requestId);
    for (var header : refusal.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  static Reply bug(String requestId) {
    return document(
        500, "internal", "something went wrong on the server; its log has the request", requestId);
  }

  static Reply document(int status, String code, String detail, String requestId) {
    return Reply.problem(status, ProblemDocument.of(status, code, detail, requestId));
  }

  static int status(ClavigerException problem) { // no default branch, on purpose
    return switch (problem) {
      case InvalidInput _ -> 400;
      case Unauthenticated _ -> 401;
      case AccessDenied _, WrongPlane _, NotDisclosed _, NotUsable _ -> 403;
      case NotFound _, NotAvailable _ -> 404;
      case NameTaken _, Conflict _, AlreadyDone _ -> 409;
      case ChangedMeanwhile _ -> 412;
      case TooLarge _ -> 413;
      case IdempotencyMismatch _ -> 422;
      case RateLimited _ -> 429;
      case DecryptionFailed _ -> 500;
      case Sealed _, AuditUnavailable _, OutcomeUnknown _ -> 503;
    };
  }
}
