package dev.claviger.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Programs run on a terminal of their own, and what they print on it is shown on ours through a
/// mask: colours, size, prompts and job control are as without us.
final class TerminalOutput implements Output {
  private static final Descriptor ERR = new Descriptor(2);

  private final OuterTerminal outer;
  private final KnownValues values;
  private final OutputStream out;
  private final OutputStream err;
  private final OwnProcess own;
  private final LeaderStart leader;
  private final Notices notices;
  private final Thread restoring;
  private final Output besides;
  private @Nullable Stage next;
  private volatile @Nullable Stage current;

  private TerminalOutput(
      OuterTerminal outer,
      KnownValues values,
      OutputStream out,
      OutputStream err,
      OwnProcess own,
      LeaderStart leader,
      Notices notices) {
    this.outer = outer;
    this.values = values;
    this.out = out;
    this.err = err;
    this.own = own;
    this.leader = leader;
    this.notices = notices;
    this.restoring = new Thread(outer::giveBack);
    OutputStream shownErr = ERR.isTerminal() ? new ShownLines(err) : err;
    this.besides = new PipedOutput(values, new ShownLines(out), shownErr, own);
  }

  /// Prepares for a program, as long as its values are being fetched.
  ///
  /// @return null where our output is not shown on a terminal
  static @Nullable TerminalOutput prepare(
      KnownValues values, OutputStream out, OutputStream err, OwnProcess own, Notices notices) {
    OuterTerminal outer = OuterTerminal.find();
    LeaderStart leader = outer == null ? null : LeaderStart.find();
    if (outer == null || leader == null) {
      return null;
    }
    var output = new TerminalOutput(outer, values, out, err, own, leader, notices);
    try {
      output.next = output.newStage();
      return output;
    } catch (CannotStart e) { // it is about our own process, not the program
      return null;
    }
  }

  private Stage newStage() {
    return new Stage(outer, values, out, err, own, leader);
  }

  /// From now on our terminal is made as it was, however we end, and what happens to it is told.
  @Override
  public void begin() {
    Runtime.getRuntime().addShutdownHook(restoring);
    SignalForwarding.on(UnixSignal.WINCH, this::resize);
    SignalForwarding.on(UnixSignal.CONT, outer::retake);
    notices.askForReturns(() -> outer.isTaken() && ERR.isTerminal());
  }

  private void resize() {
    Stage stage = current;
    if (stage != null) {
      stage.resize();
    }
  }

  @Override
  public Child start(List<byte[]> command, ChildEnvironment environment) {
    Stage stage = next == null ? newStage() : next;
    next = null;
    current = stage;
    return stage.start(command, environment);
  }

  @Override
  public void await() throws InterruptedException {
    Stage stage = current;
    if (stage != null) {
      stage.await();
    }
    besides.await();
  }

  @Override
  public Output besides() {
    return besides;
  }

  @Override
  public void close() {
    if (next != null) {
      next.close();
    }
    outer.giveBack();
  }

  /// Lines that do not come from the program's terminal, which would have ended them so.
  private final class ShownLines extends OutputStream {
    private final OutputStream target;

    ShownLines(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      if (!outer.isTaken()) {
        target.write(bytes, start, length);
        return;
      }
      var lines = new ByteArrayOutputStream(length + 8);
      for (int i = start; i < start + length; i++) {
        if (bytes[i] == '\n') {
          lines.write('\r');
        }
        lines.write(bytes[i]);
      }
      target.write(lines.toByteArray());
    }
  }
}
