package dev.claviger.cli.run;

/// A program that we started and stand beside. Safe for several threads.
interface Child {
  /// Its process id.
  long pid();

  /// Sends a signal, unless the program has ended.
  void signal(UnixSignal signal);

  /// Waits for the end. For one thread, which is best a platform thread.
  Ending waitFor();

  /// Whether a key such as Ctrl-C in our terminal may reach it without us.
  boolean sharesTerminal();
}
