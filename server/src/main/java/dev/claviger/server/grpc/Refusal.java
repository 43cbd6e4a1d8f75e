package dev.claviger.server.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
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
import dev.claviger.model.Id;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;

/// What a call that failed is answered with, in both protocols.
///
/// @param status of gRPC; Connect has the same ones
/// @param code ours, such as `not_available`
/// @param request names the call, so that it can be found in log and audit
record Refusal(Status.Code status, String code, String message, Id request) {
  private static final System.Logger LOG = System.getLogger(Refusal.class.getName());
  private static final String DOMAIN = "claviger";

  /// The answer to `cause`. What nobody foresaw is logged, and only its request id is told.
  static Refusal of(RuntimeException cause, Id request) {
    if (cause instanceof ClavigerException known) {
      return new Refusal(status(known), known.code(), known.getMessage(), request);
    }
    LOG.log(System.Logger.Level.ERROR, "request " + request + " failed", cause);
    return new Refusal(
        Status.Code.INTERNAL,
        "internal",
        "something failed inside the server; its log tells more about request " + request,
        request);
  }

  private static Status.Code status(ClavigerException problem) {
    return switch (problem) {
      case InvalidInput _, TooLarge _ -> Status.Code.INVALID_ARGUMENT;
      case Unauthenticated _ -> Status.Code.UNAUTHENTICATED;
      case AccessDenied _, WrongPlane _, NotDisclosed _, NotUsable _ ->
          Status.Code.PERMISSION_DENIED;
      case NotFound _, NotAvailable _ -> Status.Code.NOT_FOUND;
      case NameTaken _ -> Status.Code.ALREADY_EXISTS;
      case ChangedMeanwhile _ -> Status.Code.ABORTED;
      case Conflict _, IdempotencyMismatch _, AlreadyDone _ -> Status.Code.FAILED_PRECONDITION;
      case RateLimited _ -> Status.Code.RESOURCE_EXHAUSTED;
      case DecryptionFailed _ -> Status.Code.INTERNAL;
      case Sealed _, AuditUnavailable _, OutcomeUnknown _ -> Status.Code.UNAVAILABLE;
    };
  }

  /// As gRPC throws it: our code stands in the details.
  StatusRuntimeException exception() {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(status.value())
            .setMessage(message)
            .addDetails(Any.pack(info()))
            .build());
  }

  /// Our code and the request id.
  ErrorInfo info() {
    return ErrorInfo.newBuilder()
        .setReason(code)
        .setDomain(DOMAIN)
        .putMetadata("request_id", request.toString())
        .build();
  }

  /// The word of the status in Connect, such as `not_found`.
  String word() {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// The HTTP status that Connect gives it: connectrpc.com/docs/protocol/#error-codes
  int http() {
    return switch (status) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
