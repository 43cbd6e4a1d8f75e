package dev.claviger.server.http;

import dev.claviger.server.config.ServerSettings.Environment;
import dev.claviger.server.json.JsonWriter;

/// What everybody may know of a server: `GET /api/v1/server` on both listeners.
///
/// @param rest the address of the management plane for others
/// @param grpc the address of the service plane for others
public record ServerFacts(
    boolean sealed, String version, String rest, String grpc, Environment environment) {

  /// As it is answered.
  ///
  /// @param listener which one answers: a caller who came by a name or port of their own cannot
  ///     tell from the addresses
  public JsonWriter json(String listener) {
    return new JsonWriter()
        .object()
        .field("state", sealed ? "sealed" : "ready")
        .field("version", version)
        .field("listener", listener)
        .field("rest", rest)
        .field("grpc", grpc)
        .field("environment", environment.word())
        .endObject();
  }
}
