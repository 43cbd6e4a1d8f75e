package dev.claviger.server;

import dev.claviger.server.config.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Finds the port that the setting 0 asks for. Both planes tell each other's address, so it must be
/// known before either listens.
final class FreePort {
  private FreePort() {}

  /// The port to listen at.
  static int of(ListenAddress listen) {
    if (listen.port() != 0) {
      return listen.port();
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(listen.host(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free at " + listen.host(), e);
    }
  }
}
