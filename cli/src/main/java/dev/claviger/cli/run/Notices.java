package dev.claviger.cli.run;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/// What we say to people beside the program's own output: lines on standard error.
final class Notices {
  private final PrintStream stream;
  private volatile BooleanSupplier returns = () -> false;

  Notices(PrintStream stream) {
    this.stream = stream;
  }

  /// From now on asks whether a line end needs a carriage return, as while a program has our
  /// terminal.
  void askForReturns(BooleanSupplier needed) {
    returns = needed;
  }

  /// @param line never holds a value
  void say(String line) {
    stream.print("claviger: " + line + (returns.getAsBoolean() ? "\r\n" : "\n"));
    stream.flush();
  }
}
