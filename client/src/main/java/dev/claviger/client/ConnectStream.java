package dev.claviger.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;

/// A [WatchStream] made of Connect frames: a byte of flags, a length, a message.
final class ConnectStream implements WatchStream {
  private static final int END_OF_STREAM = 2;

  private final ServerAddress address;
  private final HttpURLConnection connection;
  private final DataInputStream frames;

  private ConnectStream(
      ServerAddress address, HttpURLConnection connection, DataInputStream frames) {
    this.address = address;
    this.connection = connection;
    this.frames = frames;
  }

  static ConnectStream open(ConnectTransport transport, String method, byte[] message) {
    try {
      HttpURLConnection connection = transport.stream(method, message);
      boolean accepted = false;
      try {
        var frames = new DataInputStream(transport.frames(connection));
        accepted = true;
        return new ConnectStream(transport.address(), connection, frames);
      } finally {
        if (!accepted) {
          connection.disconnect();
        }
      }
    } catch (IOException e) {
      throw new Unreachable(transport.address(), e);
    }
  }

  @Override
  public WatchEvent next() {
    try {
      int flags = frames.readUnsignedByte();
      byte[] message = message();
      return switch (flags) {
        case 0 -> SecretMessages.readEvent(message);
        case END_OF_STREAM -> throw end(message);
        default -> throw new MalformedMessage("a frame has unknown flags");
      };
    } catch (MalformedMessage e) {
      throw ServerProblem.unexpected(address, e.getMessage());
    } catch (SocketTimeoutException e) {
      throw new Unreachable(address, e);
    } catch (IOException e) { // whatever it is called: a stream that was open is not any more
      throw new Unreachable(address, (IOException) new EOFException().initCause(e));
    }
  }

  private byte[] message() throws IOException {
    int length = frames.readInt();
    if (length < 0 || length > ConnectTransport.MAX_MESSAGE) {
      throw new MalformedMessage("a frame is longer than " + ConnectTransport.MAX_MESSAGE);
    }
    byte[] message = frames.readNBytes(length);
    if (message.length != length) {
      throw new IOException("the connection ended inside a message");
    }
    return message;
  }

  private IOException end(byte[] message) throws MalformedMessage {
    ConnectError error = ConnectError.ofEndOfStream(message);
    if (error != null) {
      throw new ServerProblem(
          error.code(), HttpURLConnection.HTTP_OK, error.message(), error.requestId());
    }
    return new IOException("the server ended the stream");
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
