package dev.claviger.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Carries the output of a child to ours, with known values replaced.
///
/// Goes on until everybody who writes to it has ended, children of the child included, as a pipe in
/// a shell does.
final class MaskedOutput implements AutoCloseable {
  private final Pipe pipe = new Pipe();
  private final Masker masker;
  private final OutputStream target;
  private @Nullable Thread thread;

  MaskedOutput(KnownValues values, OutputStream target) {
    this.masker = new Masker(values::patterns);
    this.target = target;
  }

  /// What the child writes to.
  Pipe pipe() {
    return pipe;
  }

  /// Begins to carry, now that the child has its end.
  void begin() {
    pipe.writeEnd().close();
    thread = Thread.ofPlatform().daemon().name("masked output").start(this::carry);
  }

  private void carry() {
    pipe.readAll((piece, length) -> print(masker.next(piece, length)));
    print(masker.end());
    pipe.close(); // where nobody reads our output, the child learns it by SIGPIPE, as without us
  }

  private boolean print(byte[] bytes) {
    try {
      target.write(bytes);
      target.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether all has been printed.
  boolean ended() {
    return thread != null && !thread.isAlive();
  }

  /// Waits until all has been printed.
  ///
  /// @throws InterruptedException if nobody wants to wait any longer
  void await() throws InterruptedException {
    if (thread != null) {
      thread.join();
    }
  }

  @Override
  public void close() {
    if (thread == null) {
      pipe.close();
    }
  }
}
