package dev.claviger.cli;

/// Runs several commands in one JVM, so that the AOT cache, which one JVM writes, holds what all
/// of them load and link. The launcher calls it when it has built; nobody else does.
final class StartUpTraining {
  private StartUpTraining() {}

  /// Runs each argument as one command, split at spaces, however the one before it ended.
  public static void main(String[] commands) {
    Main.hide();
    for (String command : commands) {
      int unused = new Dispatcher(Main.surroundings()).execute(command.split(" ", -1));
    }
  }
}
