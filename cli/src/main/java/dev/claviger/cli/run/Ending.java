package dev.claviger.cli.run;

/// How a program has ended.
///
/// @param number its exit code, or the number of the signal that ended it
record Ending(int number, boolean bySignal) {
  private static final int SIGNAL_EXIT = 128;

  /// As `waitpid` tells it.
  static Ending ofStatus(int bits) {
    int signal = bits & 0x7F;
    return signal == 0 ? new Ending(bits >>> 8 & 0xFF, false) : new Ending(signal, true);
  }

  /// As shells say it: 128 and the number of a signal.
  int exitCode() {
    return bySignal ? SIGNAL_EXIT + number : number;
  }
}
