package dev.claviger.server.rest;

import dev.claviger.server.config.ServerSettings;
import dev.claviger.server.http.ServerFacts;
import java.util.List;
import java.util.function.Supplier;

/// What the plane tells about the server that it is part of.
///
/// @param facts for everybody
/// @param warnings what should be mended, as far as it is known now
public record ServerReport(
    ServerFacts facts, ServerSettings settings, Supplier<List<Warning>> warnings) {

  /// Something to be mended.
  ///
  /// @param code a stable word, such as `secret_file_open`
  public record Warning(String code, String message) {}
}
