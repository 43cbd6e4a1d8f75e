package dev.claviger.server.rest;

import dev.claviger.server.config.ServerSettings;
import java.util.List;
import java.util.function.Supplier;

/// What the plane tells about the server that it is part of.
///
/// @param version such as `0.1.0`
/// @param addresses asked for each time, for the ports are known only once both are bound
/// @param keyProvider such as `file`
/// @param warnings what should be mended, as far as it is known now
public record ServerFacts(
    ServerSettings settings,
    String version,
    Supplier<Addresses> addresses,
    String keyProvider,
    Supplier<List<Warning>> warnings) {

  /// Both listeners, as others reach them.
  public record Addresses(String rest, String grpc) {}

  /// Something to be mended.
  ///
  /// @param code a stable word, such as `key_file_copied`
  public record Warning(String code, String message) {}
}
