package dev.claviger.cli.run;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Children print through pipes, and what they print through a mask to our standard output and
/// error. Safe for several threads.
final class PipedOutput implements Output {
  private final KnownValues values;
  private final OutputStream out;
  private final OutputStream err;
  private final OwnProcess own;
  private final List<MaskedOutput> carried = new ArrayList<>();

  PipedOutput(KnownValues values, OutputStream out, OutputStream err, OwnProcess own) {
    this.values = values;
    this.out = out;
    this.err = err;
    this.own = own;
  }

  @Override
  public Child start(List<byte[]> command, ChildEnvironment environment) {
    try (var maskedOut = new MaskedOutput(values, out);
        var maskedErr = new MaskedOutput(values, err)) {
      Child child = OwnChild.start(command, environment, own, maskedOut.pipe(), maskedErr.pipe());
      maskedOut.begin();
      maskedErr.begin();
      synchronized (carried) {
        carried.removeIf(MaskedOutput::ended);
        carried.add(maskedOut);
        carried.add(maskedErr);
      }
      return child;
    }
  }

  @Override
  public void await() throws InterruptedException {
    List<MaskedOutput> all;
    synchronized (carried) {
      all = List.copyOf(carried);
    }
    for (MaskedOutput each : all) {
      each.await();
    }
  }
}
