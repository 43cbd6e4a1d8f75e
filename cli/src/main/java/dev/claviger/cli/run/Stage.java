package dev.claviger.cli.run;

import dev.claviger.cli.run.LeaderReply.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The terminal of one program, with the [SessionLeader] that starts it: keys go in, and what is
/// printed comes out through a mask.
final class Stage implements AutoCloseable {
  private static final int QUIET_MILLIS = 20; // until then, the kernel has handed on what it has
  private static final int HELD_MILLIS = 50;
  private static final Duration LONGEST_DRAIN = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final OuterTerminal outer;
  private final OutputStream out;
  private final Masker masker;
  private final PseudoTerminal inner = new PseudoTerminal();
  private final Pipe orders = new Pipe();
  private final Pipe replies = new Pipe();
  private final @Nullable MaskedOutput err; // where it is not a terminal
  private final OwnChild leader;
  private final Object printing = new Object();
  private final Object typing = new Object();
  private boolean dark; // nobody has the terminal any more
  private @Nullable Thread carrying;
  private final Object taking = new Object();
  private volatile boolean stopping; // the shell has our terminal, or is about to
  private volatile boolean ended;

  /// Starts a leader, who waits for its program.
  ///
  /// @throws CannotStart if there is no such leader
  Stage(
      OuterTerminal outer,
      KnownValues values,
      OutputStream out,
      OutputStream err,
      OwnProcess own,
      LeaderStart leader) {
    this.outer = outer;
    this.out = out;
    this.masker = new Masker(values::patterns);
    this.err = new Descriptor(2).isTerminal() ? null : new MaskedOutput(values, err);
    this.leader = started(own, leader);
  }

  private OwnChild started(OwnProcess own, LeaderStart start) {
    own.keepDescriptorsFromChild();
    try (var spawn = new Spawn()) {
      spawn.asSessionLeader();
      spawn.give(orders.readEnd(), orders.readEnd().number());
      spawn.give(replies.writeEnd(), replies.writeEnd().number());
      if (err != null) {
        spawn.give(err.pipe().writeEnd(), 2);
      }
      return start.by(spawn, orders.readEnd(), replies.writeEnd());
    } finally {
      orders.readEnd().close();
      replies.writeEnd().close();
    }
  }

  /// Starts the program, and takes our terminal for it.
  ///
  /// @throws CannotStart if it does not exist or cannot be run
  Child start(List<byte[]> command, ChildEnvironment environment) {
    outer.lendAttributesTo(inner.screen());
    resize();
    outer.take();
    if (err != null) {
      err.begin();
    }
    Handover.write(orders.writeEnd(), inner.path(), streams(), command, environment.entries());
    LeaderReply reply = LeaderReply.read(replies.readEnd());
    if (reply == null || reply.kind() != Kind.STARTED) {
      outer.giveBack();
      close();
      String word = new String(command.getFirst(), StandardCharsets.ISO_8859_1);
      throw new CannotStart(word, reply == null ? Libc.ECHILD : reply.number());
    }
    carrying = Thread.ofPlatform().daemon().name("screen").start(this::carry);
    Thread.ofPlatform().daemon().name("keys").start(this::carryKeys);
    return new StageChild(reply.number());
  }

  private static List<Integer> streams() {
    var terminals = new ArrayList<Integer>();
    for (int each = 0; each <= 2; each++) {
      if (new Descriptor(each).isTerminal()) {
        terminals.add(each);
      }
    }
    return terminals;
  }

  void resize() {
    outer.lendSizeTo(inner.screen());
  }

  private void carry() {
    boolean more = true;
    boolean waits = false;
    while (more) {
      boolean readable = inner.screen().awaitInput(waits ? HELD_MILLIS : -1);
      synchronized (printing) {
        if (readable) {
          more = carryAvailable();
        } else {
          print(masker.little());
        }
        waits = masker.holdsLittle();
      }
    }
    synchronized (typing) {
      dark = true;
      inner.close();
    }
  }

  /// False at the end.
  private boolean carryAvailable() {
    if (!inner.screen().awaitInput(0)) {
      return true; // somebody else has carried it
    }
    byte[] piece = inner.screen().read();
    if (piece.length == 0) {
      print(masker.end());
      return false;
    }
    print(masker.next(piece, piece.length));
    return true;
  }

  /// Prints what the program has printed so far, but does not wait for others who go on printing.
  private void drain() {
    long end = System.nanoTime() + LONGEST_DRAIN.toNanos();
    synchronized (printing) {
      boolean more = carrying != null && carrying.isAlive();
      while (more && System.nanoTime() < end && inner.screen().awaitInput(QUIET_MILLIS)) {
        more = carryAvailable();
      }
    }
  }

  private void print(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      // Our terminal is gone, which HUP tells the program.
    }
  }

  private void carryKeys() {
    while (take()) {
      if (!hasKeys()) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      } else if (outer.keys().awaitInput(-1) && hasKeys()) {
        byte[] typed = outer.keys().read();
        if (typed.length == 0 || !type(typed)) {
          return;
        }
      }
    }
  }

  /// Takes our terminal if it is to be had. False: the program has ended, and never will.
  private boolean take() {
    synchronized (taking) {
      if (!ended && !stopping) {
        outer.take();
      }
      return !ended;
    }
  }

  private boolean hasKeys() {
    return !ended && !stopping && outer.isOurs();
  }

  private void giveBack(boolean forGood) {
    synchronized (taking) {
      stopping = true;
      if (forGood) {
        ended = true;
      }
    }
    drain();
    outer.giveBack();
  }

  private boolean type(byte[] keys) {
    synchronized (typing) {
      return !dark && inner.screen().write(keys);
    }
  }

  /// Stops as the program has stopped, together with all of our job. Returns when the shell has
  /// continued us, or at once where there is none that could.
  private void stop() {
    giveBack(false);
    OwnProcess.stopJob();
    stopping = false;
    take();
    resize();
    orders.writeEnd().write(new byte[1]);
  }

  void await() throws InterruptedException {
    if (carrying != null) {
      carrying.join();
    }
    if (err != null) {
      err.await();
    }
  }

  @Override
  public void close() {
    orders.close();
    replies.close();
    if (carrying == null) {
      inner.close();
    }
    if (err != null) {
      err.close();
    }
  }

  /// The program, as its leader tells of it.
  private final class StageChild implements Child {
    private final int pid;
    private final Object lock = new Object();

    StageChild(int pid) {
      this.pid = pid;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public void signal(UnixSignal signal) {
      synchronized (lock) {
        if (!ended) { // the leader lets nobody else have the number until then
          Libc.call("kill", pid, signal.number());
        }
      }
    }

    @Override
    public Ending waitFor() {
      LeaderReply reply = LeaderReply.read(replies.readEnd());
      while (reply != null && reply.kind() == Kind.STOPPED) {
        stop();
        reply = LeaderReply.read(replies.readEnd());
      }
      synchronized (lock) {
        giveBack(true);
      }
      close();
      if (reply != null) {
        Thread.ofPlatform().daemon().name("leader").start(leader::waitFor);
      }
      return reply == null
          ? leader.waitFor()
          : new Ending(reply.number(), reply.kind() == Kind.KILLED);
    }

    @Override
    public boolean sharesTerminal() {
      return false;
    }
  }
}
