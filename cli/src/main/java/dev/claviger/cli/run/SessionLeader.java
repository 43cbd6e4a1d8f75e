package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.claviger.cli.run.LeaderReply.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Leads the session of a terminal that a program is given, as a shell would: a process of its own,
/// between `claviger run` and the program.
///
/// A terminal belongs to one session, whose leader we cannot be, since ours is that of the outer
/// terminal. And the program cannot be it: the kernel ignores Ctrl-Z where no process of the
/// session is left to continue what it stops. So this one starts the program, tells of its stops
/// and its end, and continues it when it is told to. It ends with the pipe of its orders, whoever
/// closes that.
final class SessionLeader {
  private static final int SET_CONTROLLING = 0x540E; // TIOCSCTTY
  private static final int P_PID = 1;
  private static final int WSTOPPED = 2;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;
  private static final int CODE_OFFSET = 8; // in siginfo_t of 64-bit Linux
  private static final int STATUS_OFFSET = 24;
  private static final int SIGINFO_BYTES = 128;
  private static final int CLD_EXITED = 1;
  private static final int CLD_STOPPED = 5;
  private static final int SIGCONT = 18;
  private static final int SIGTTIN = 21;
  private static final int SIGTTOU = 22;
  private static final int SIG_BLOCK = 0;

  private final Descriptor orders;
  private final Descriptor replies;
  private final OwnProcess own;

  private SessionLeader(Descriptor orders, Descriptor replies, OwnProcess own) {
    this.orders = orders;
    this.replies = replies;
    this.own = own;
  }

  /// Leads one program from its start to its end.
  ///
  /// @param descriptors the numbers of two pipes: of orders to us and of our replies
  public static void main(String[] descriptors) throws InterruptedException {
    OwnProcess own = OwnProcess.asStarted();
    OwnProcess.standBeside();
    var orders = new Descriptor(Integer.parseInt(descriptors[0]));
    var replies = new Descriptor(Integer.parseInt(descriptors[1]));
    own.keepFromChild(orders, replies);
    new SessionLeader(orders, replies, own).lead();
    System.exit(0);
  }

  private void lead() throws InterruptedException {
    Handover handover = Handover.read(orders);
    if (handover == null) {
      return;
    }
    var terminal = Descriptor.open(handover.terminal());
    Libc.call("ioctl", terminal.number(), SET_CONTROLLING, 0); // if opening it has not done so
    int program;
    try {
      program = start(handover, terminal);
    } catch (CannotStart failure) {
      new LeaderReply(Kind.CANNOT_START, failure.errorNumber()).write(replies);
      return;
    } finally {
      handover.environment().forEach(entry -> Arrays.fill(entry, (byte) 0));
    }
    setForeground(terminal, program);
    new LeaderReply(Kind.STARTED, program).write(replies);
    Thread obeying =
        Thread.ofPlatform().name("orders").start(() -> continueWhenTold(terminal, program));
    Ending ending = waitFor(terminal, program);
    setForeground(terminal, Libc.call("getpgrp")); // whom the end of our session is told: nobody
    terminal.close();
    var reply = new LeaderReply(ending.bySignal() ? Kind.KILLED : Kind.ENDED, ending.number());
    reply.write(replies);
    obeying.join(); // until then nobody else gets the number of the program
  }

  private int start(Handover handover, Descriptor terminal) {
    own.keepDescriptorsFromChild();
    try (var spawn = new Spawn();
        ChildEnvironment environment = ChildEnvironment.exactly(handover.environment())) {
      handover.streams().forEach(each -> spawn.give(terminal, each));
      return spawn.asForegroundGroup(terminal.number()).start(handover.command(), environment);
    }
  }

  private void continueWhenTold(Descriptor terminal, int program) {
    while (orders.read().length > 0) {
      proceed(terminal, program);
    }
  }

  private static void proceed(Descriptor terminal, int program) {
    setForeground(terminal, program);
    Libc.call("kill", -program, SIGCONT);
  }

  /// Whoever is in the background may do that only where TTOU is blocked.
  private static void setForeground(Descriptor terminal, int group) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment signals = arena.allocate(128, 8);
      signals.set(JAVA_LONG, 0, 1L << (SIGTTOU - 1));
      Libc.call("sigprocmask", SIG_BLOCK, signals.address(), 0);
      Libc.call("tcsetpgrp", terminal.number(), group);
    }
  }

  /// Waits for the end, without forgetting the number of the program.
  private Ending waitFor(Descriptor terminal, int program) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment change = arena.allocate(SIGINFO_BYTES, 8);
      while (true) {
        int result =
            Libc.call("waitid", P_PID, program, change.address(), WEXITED | WSTOPPED | WNOWAIT);
        int status = change.get(JAVA_INT, STATUS_OFFSET);
        if (result == -Libc.EINTR) {
          continue;
        }
        if (change.get(JAVA_INT, CODE_OFFSET) != CLD_STOPPED) {
          return new Ending(status, change.get(JAVA_INT, CODE_OFFSET) != CLD_EXITED);
        }
        Libc.call("waitid", P_PID, program, change.address(), WSTOPPED);
        if (status == SIGTTIN || status == SIGTTOU) {
          proceed(terminal, program); // it ran before it was in the foreground
        } else {
          new LeaderReply(Kind.STOPPED, status).write(replies);
        }
      }
    }
  }
}
