package dev.claviger.cli.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [SessionLeader] is to start. It goes through a pipe, so that values stand in no
/// environment or command line but the program's.
///
/// @param terminal the program's, as a file to open
/// @param streams which of 0, 1 and 2 are that terminal; the others are the leader's own
/// @param environment holds values: whoever reads it wipes it
record Handover(
    String terminal, List<Integer> streams, List<byte[]> command, List<byte[]> environment) {
  private static final int MAX_BYTES = 16 * 1024 * 1024; // the system takes less

  /// Writes it. False: the leader is gone.
  static boolean write(
      Descriptor pipe,
      String terminal,
      List<Integer> streams,
      List<byte[]> command,
      Collection<byte[]> environment) {
    var bytes = new Wipeable();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(0); // the length, once it is known
      out.writeUTF(terminal);
      out.writeByte(streams.size());
      for (int each : streams) {
        out.writeByte(each);
      }
      write(out, command);
      write(out, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] message = bytes.toByteArray();
    ByteBuffer.wrap(message).putInt(message.length - Integer.BYTES);
    boolean written = pipe.write(message);
    Arrays.fill(message, (byte) 0);
    bytes.wipe();
    return written;
  }

  private static void write(DataOutputStream out, Collection<byte[]> texts) throws IOException {
    out.writeInt(texts.size());
    for (byte[] text : texts) {
      out.writeInt(text.length);
      out.write(text);
    }
  }

  /// Null where nothing is to be started any more.
  static @Nullable Handover read(Descriptor pipe) {
    byte[] length = pipe.readFully(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      return null;
    }
    int bytes = Math.clamp(ByteBuffer.wrap(length).getInt(), 0, MAX_BYTES);
    byte[] message = pipe.readFully(bytes);
    if (message.length < bytes) {
      return null;
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
      String terminal = in.readUTF();
      var streams = new ArrayList<Integer>();
      for (int left = in.readByte(); left > 0; left--) {
        streams.add((int) in.readByte());
      }
      return new Handover(terminal, streams, texts(in), texts(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  private static List<byte[]> texts(DataInputStream in) throws IOException {
    var texts = new ArrayList<byte[]>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(in.readNBytes(in.readInt()));
    }
    return texts;
  }

  private static final class Wipeable extends ByteArrayOutputStream {
    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
