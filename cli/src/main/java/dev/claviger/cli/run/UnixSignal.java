package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.Locale;

/// The signals that are sent or passed on, with their numbers on Linux and macOS.
public enum UnixSignal {
  HUP(1, 1),
  INT(2, 2),
  QUIT(3, 3),
  KILL(9, 9),
  USR1(10, 30),
  USR2(12, 31),
  TERM(15, 15),
  WINCH(28, 28);

  private final int onLinux;
  private final int onMacOs;

  UnixSignal(int onLinux, int onMacOs) {
    this.onLinux = onLinux;
    this.onMacOs = onMacOs;
  }

  /// Parses a name such as `USR1` or `SIGUSR1`.
  ///
  /// @throws InvalidInput if no program can be told something by it
  static UnixSignal parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    name = name.startsWith("SIG") ? name.substring(3) : name;
    for (UnixSignal signal : values()) {
      if (signal != KILL && signal.name().equals(name)) {
        return signal;
      }
    }
    throw new InvalidInput("signal", "must be one of USR1, USR2, HUP, WINCH, INT, QUIT, TERM");
  }

  int number() {
    return Libc.MACOS ? onMacOs : onLinux;
  }
}
