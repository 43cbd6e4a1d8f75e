package dev.claviger.cli.run;

import java.util.List;

/// Children print to our standard output and error themselves.
record PlainOutput(OwnProcess own) implements Output {
  @Override
  public Child start(List<byte[]> command, ChildEnvironment environment) {
    return OwnChild.start(command, environment, own, null, null);
  }

  @Override
  public void await() {}
}
