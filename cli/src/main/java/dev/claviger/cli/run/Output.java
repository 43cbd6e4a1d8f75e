package dev.claviger.cli.run;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Where children print: straight to our standard output and error, or through a mask.
/// Safe for several threads.
final class Output {
  private final @Nullable KnownValues values;
  private final OutputStream out;
  private final OutputStream err;
  private final List<MaskedOutput> carried = new ArrayList<>();

  /// @param values what is masked; null: nothing, and `out` and `err` are not used
  Output(@Nullable KnownValues values, OutputStream out, OutputStream err) {
    this.values = values;
    this.out = out;
    this.err = err;
  }

  /// Starts a child that prints here.
  ///
  /// @param starting gets what becomes its standard output and error, or nulls
  Child start(BiFunction<@Nullable Pipe, @Nullable Pipe, Child> starting) {
    if (values == null) {
      return starting.apply(null, null);
    }
    try (var maskedOut = new MaskedOutput(values, out);
        var maskedErr = new MaskedOutput(values, err)) {
      Child child = starting.apply(maskedOut.pipe(), maskedErr.pipe());
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

  /// Waits until everything that was written has been printed.
  ///
  /// @throws InterruptedException if nobody wants to wait any longer
  void await() throws InterruptedException {
    List<MaskedOutput> all;
    synchronized (carried) {
      all = List.copyOf(carried);
    }
    for (MaskedOutput each : all) {
      each.await();
    }
  }
}
