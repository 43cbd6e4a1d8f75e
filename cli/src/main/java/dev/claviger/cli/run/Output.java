package dev.claviger.cli.run;

import java.util.List;

/// Where children print. Safe for several threads.
interface Output extends AutoCloseable {
  /// Prepares for children, once it is certain that there will be one.
  default void begin() {}

  /// Starts a child that prints here.
  ///
  /// @throws CannotStart if the program does not exist or cannot be run
  Child start(List<byte[]> command, ChildEnvironment environment);

  /// Waits until everything that was written has been printed.
  ///
  /// @throws InterruptedException if nobody wants to wait any longer
  void await() throws InterruptedException;

  /// Where a command prints that runs beside the program.
  default Output besides() {
    return this;
  }

  @Override
  default void close() {}
}
