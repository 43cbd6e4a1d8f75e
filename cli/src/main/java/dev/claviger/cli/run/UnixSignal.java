package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The signals that are sent or passed on, with their numbers on Linux and macOS.
public enum UnixSignal {
  HUP(1, 1),
  INT(2, 2),
  QUIT(3, 3),
  KILL(9, 9),
  USR1(10, 30),
  USR2(12, 31),
  TERM(15, 15),
  CONT(18, 19),
  TSTP(20, 18),
  WINCH(28, 28);

  /// No program is told anything by these.
  private static final Set<UnixSignal> OURS = EnumSet.of(KILL, CONT, TSTP);

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
      if (!OURS.contains(signal) && signal.name().equals(name)) {
        return signal;
      }
    }
    throw new InvalidInput("signal", "must be one of USR1, USR2, HUP, WINCH, INT, QUIT, TERM");
  }

  int number() {
    return Libc.MACOS ? onMacOs : onLinux;
  }
}
