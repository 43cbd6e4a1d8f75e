package dev.claviger.server;

import dev.claviger.server.config.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Finds out where a plane will listen: at the port of the setting, or at a free one if that is 0.
/// Both planes tell each other's address, so it must be known before either listens.
final class FreePort {
  private FreePort() {}

  /// The port to listen at.
  ///
  /// @throws UncheckedIOException if it is taken
  static int of(ListenAddress listen) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(listen.host(), listen.port()));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + listen, e);
    }
  }
}
