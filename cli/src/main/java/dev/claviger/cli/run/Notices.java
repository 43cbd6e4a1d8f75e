package dev.claviger.cli.run;

import java.io.PrintStream;

/// What we say to people beside the program's own output: lines on standard error.
final class Notices {
  private final PrintStream stream;

  Notices(PrintStream stream) {
    this.stream = stream;
  }

  /// @param line never holds a value
  void say(String line) {
    stream.println("claviger: " + line);
    stream.flush();
  }
}
