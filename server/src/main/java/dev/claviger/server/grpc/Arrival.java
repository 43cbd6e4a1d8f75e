package dev.claviger.server.grpc;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.model.Id;
import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/// A call of which only the head has been read.
///
/// @param caller null while no credential was seen: it may still stand in the message
record Arrival(Client client, Id request, @Nullable Caller caller) {
  /// Where a gRPC call finds its own. Callbacks run on other stack frames, where a `ScopedValue`
  /// bound by an interceptor is already gone.
  static final Context.Key<Arrival> KEY = Context.key("arrival");
}
