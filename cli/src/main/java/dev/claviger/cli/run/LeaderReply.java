package dev.claviger.cli.run;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a [SessionLeader] says of its program.
///
/// @param number of the program, of its error, its exit code, or of the signal that has ended it
record LeaderReply(Kind kind, int number) {
  /// Each with the letter that stands for it on the pipe.
  enum Kind {
    STARTED('+'),
    CANNOT_START('-'),
    STOPPED('z'),
    ENDED('.'),
    KILLED('#');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    private static Kind of(char letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalStateException("a leader never says " + (int) letter);
    }
  }

  private static final int BYTES = 1 + Integer.BYTES; // so few that a pipe never cuts them

  void write(Descriptor pipe) {
    pipe.write(ByteBuffer.allocate(BYTES).put((byte) kind.letter).putInt(number).array());
  }

  /// Null where the leader is gone.
  static @Nullable LeaderReply read(Descriptor pipe) {
    byte[] bytes = pipe.readFully(BYTES);
    if (bytes.length < BYTES) {
      return null;
    }
    ByteBuffer reply = ByteBuffer.wrap(bytes);
    return new LeaderReply(Kind.of((char) reply.get()), reply.getInt());
  }
}
