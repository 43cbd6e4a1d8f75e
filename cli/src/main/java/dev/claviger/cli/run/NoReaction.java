package dev.claviger.cli.run;

/// Nothing is done.
final class NoReaction implements Reaction {
  @Override
  public void begin(Child program) {}

  @Override
  public void changed() {}

  @Override
  public void close() {}
}
