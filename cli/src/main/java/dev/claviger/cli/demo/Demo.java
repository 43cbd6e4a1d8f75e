package dev.claviger.cli.demo;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger demo`: shows what Claviger does, with a server, an agent and commands of its own.
public final class Demo implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "demo",
          "",
          "Show the whole story: a server, a secret, an agent that uses it, a rotation while the",
          "agent runs, and the record of it all. Everything happens in a temporary folder, with",
          "free ports, and is removed at the end. The server runs on until Ctrl-C.");
  private final Syntax.Flag once = syntax.flag("End when the story has been told.", "--once");

  /// In these surroundings.
  public Demo(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    String launcher = System.getProperty("claviger.launcher");
    if (launcher == null) {
      throw CommandFailure.failed("the demo starts claviger itself, and does not know how", null);
    }
    try (var stage = new Stage(surroundings, Path.of(launcher))) {
      // Ctrl-C ends this process in the middle of the story: its children and folder go with it.
      var cleaning = new Thread(stage::close);
      Runtime.getRuntime().addShutdownHook(cleaning);
      try {
        new Story(stage).tell(!once.isSet());
      } finally {
        forget(cleaning);
      }
      return ExitCodes.OK;
    }
  }

  private static void forget(Thread cleaning) {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaning);
    } catch (IllegalStateException _) {
      // The process is ending, and the thread is at work.
    }
  }
}
