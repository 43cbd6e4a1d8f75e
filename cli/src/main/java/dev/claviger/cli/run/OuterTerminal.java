package dev.claviger.cli.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The terminal in front of the person. While a program runs on a terminal of its own, keys go to
/// it as they are typed, and what it draws appears as it was drawn; afterwards this one is as it
/// was found. Safe for several threads.
final class OuterTerminal {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int AFTER_OUTPUT = 1; // TCSADRAIN
  private static final int GET_SIZE = 0x5413; // TIOCGWINSZ
  private static final int SET_SIZE = 0x5414; // TIOCSWINSZ
  private static final int SIZE_BYTES = 8;
  private static final int ATTRIBUTES_BYTES = 128; // more than any C library's
  private static final int FROM_HERE = 1; // SEEK_CUR

  private final Descriptor keys;
  private final MemorySegment original = Arena.global().allocate(ATTRIBUTES_BYTES, 8);
  private final MemorySegment raw = Arena.global().allocate(ATTRIBUTES_BYTES, 8);
  private boolean taken;

  private OuterTerminal(Descriptor keys) {
    this.keys = keys;
    Libc.call("tcgetattr", keys.number(), original.address());
  }

  /// Where our output is shown, or null where it goes elsewhere.
  ///
  /// Also null where our input is a pipe: another program of the same line may be reading keys, and
  /// each must get its own.
  static @Nullable OuterTerminal find() {
    if (!PseudoTerminal.isKnownHere() || !new Descriptor(STDOUT).isTerminal()) {
      return null;
    }
    var stdin = new Descriptor(STDIN);
    if (stdin.isTerminal()) {
      return new OuterTerminal(stdin);
    }
    boolean pipe = Libc.call("lseek", STDIN, 0, FROM_HERE) == -Libc.ESPIPE;
    Descriptor keys = pipe ? new Descriptor(-1) : Descriptor.open("/dev/tty");
    return keys.number() < 0 ? null : new OuterTerminal(keys);
  }

  /// Where keys are read.
  Descriptor keys() {
    return keys;
  }

  /// Whether keys are for us, and not for a shell that has put us into the background.
  boolean isOurs() {
    int group = Libc.call("tcgetpgrp", keys.number());
    return group < 0 || group == Libc.call("getpgrp"); // below zero: nobody controls it
  }

  /// Hands keys on as they are typed, if they are ours.
  synchronized void take() {
    if (!taken && isOurs()) {
      Libc.call("tcgetattr", keys.number(), original.address());
      raw.copyFrom(original);
      Libc.call("cfmakeraw", raw.address());
      taken = true;
      retake();
    }
  }

  /// Once more, where a shell has changed it while we were stopped.
  synchronized void retake() {
    if (taken && isOurs()) {
      Libc.call("tcsetattr", keys.number(), AFTER_OUTPUT, raw.address());
    }
  }

  /// Makes it as it was.
  synchronized void giveBack() {
    boolean ours = taken && isOurs(); // or a shell has it, and its own ways already
    taken = false;
    if (ours) {
      Libc.call("tcsetattr", keys.number(), AFTER_OUTPUT, original.address());
    }
  }

  /// Whether a line end leaves the column as it is.
  synchronized boolean isTaken() {
    return taken;
  }

  /// Gives another terminal the ways of this one: which keys erase, interrupt and so on.
  synchronized void lendAttributesTo(Descriptor other) {
    if (!taken) {
      Libc.call("tcgetattr", keys.number(), original.address());
    }
    Libc.call("tcsetattr", other.number(), 0, original.address());
  }

  /// Makes another terminal as large as this one, of which its program is told.
  void lendSizeTo(Descriptor other) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(SIZE_BYTES);
      if (Libc.call("ioctl", STDOUT, GET_SIZE, size.address()) == 0) {
        Libc.call("ioctl", other.number(), SET_SIZE, size.address());
      }
    }
  }
}
