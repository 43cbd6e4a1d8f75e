package dev.claviger.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Programs run on a terminal of their own, and what they print on it is shown on ours through a
/// mask: colours, size, prompts and job control are as without us.
final class TerminalOutput implements Output {
  private final OuterTerminal outer;
  private final KnownValues values;
  private final OutputStream out;
  private final OutputStream err;
  private final OwnProcess own;
  private final LeaderStart leader;
  private final Notices notices;
  private final Thread restoring;
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
    output.next = output.newStage();
    return output;
  }

  private Stage newStage() {
    return Stage.open(outer, values, out, err, own, leader);
  }

  /// From now on our terminal is made as it was however we end, and what happens to it is passed
  // on.
  @Override
  public void begin() {
    Runtime.getRuntime().addShutdownHook(restoring);
    SignalForwarding.on(UnixSignal.WINCH, this::resize);
    SignalForwarding.on(UnixSignal.CONT, outer::retake);
    notices.askForReturns(this::needsReturns);
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
  }

  @Override
  public Output besides() {
    return new PipedOutput(values, new ShownLines(out), new ShownLines(err), own);
  }

  /// Whether a line end needs more than itself to lead to the start of the next line.
  private boolean needsReturns() {
    return outer.isTaken() && new Descriptor(2).isTerminal();
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
      if (each == '\n' && needsReturns()) {
        target.write('\r');
      }
      target.write(each);
    }
  }
}
