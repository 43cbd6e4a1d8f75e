package dev.claviger.cli.run;

/// What is done after new values have come. Safe for several threads.
interface Reaction extends AutoCloseable {
  /// The program runs, for the first time or again.
  void begin(Child program);

  /// New values are in the copy, and can be fetched from the socket.
  ///
  /// Returns at once; calls that come while one is being carried out count as one.
  void changed();

  /// The program says that it handles a signal. False: it is not the one that would be sent.
  default boolean handles(String signal) {
    return false;
  }

  /// Whether the program, which has just ended, was ended in order to be started again. Waits until
  /// it is time to.
  ///
  /// @throws InterruptedException if we are to end
  default boolean startsAgain() throws InterruptedException {
    return false;
  }

  @Override
  void close();
}
