package dev.claviger.server.grpc;

import com.google.protobuf.Message;
import dev.claviger.model.ClavigerException.InvalidInput;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A Connect stream: frames of a byte of flags, a length and a message. The last one has its own
/// flag and tells how it ended: connectrpc.com/docs/protocol/#streaming-response
final class ConnectFrames implements AutoCloseable {
  private static final int HEADER = 5;
  private static final byte MESSAGE = 0;
  private static final byte END = 2;

  private final ServerResponse response;
  private final ConnectEncoding encoding;
  private @Nullable OutputStream out;

  ConnectFrames(ServerResponse response, ConnectEncoding encoding) {
    this.response = response;
    this.encoding = encoding;
  }

  /// The one message of a request.
  ///
  /// @throws InvalidInput if it is not exactly one, uncompressed
  static byte[] only(byte[] body) {
    if (body.length < HEADER
        || body[0] != MESSAGE
        || ByteBuffer.wrap(body, 1, Integer.BYTES).getInt() != body.length - HEADER) {
      throw new InvalidInput("the body", "must be one uncompressed frame");
    }
    return Arrays.copyOfRange(body, HEADER, body.length);
  }

  /// Sends `message` at once.
  void send(Message message) {
    try (var buffer = new WipedBuffer(encoding.size(message))) {
      encoding.write(message, buffer);
      write(MESSAGE, buffer.array(), buffer.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the stream because of `refusal`.
  void end(Refusal refusal) {
    try {
      if (out == null) {
        ConnectErrors.mark(response, refusal);
      }
      byte[] json = ConnectErrors.endOfStream(refusal);
      write(END, json, json.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte flags, byte[] bytes, int length) throws IOException {
    OutputStream open = opened();
    open.write(ByteBuffer.allocate(HEADER).put(flags).putInt(length).array());
    open.write(bytes, 0, length);
    open.flush();
  }

  private OutputStream opened() {
    OutputStream open = out;
    if (open == null) {
      open = response.outputStream();
      out = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
