package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that is a child of this process and shares its terminal.
final class OwnChild implements Child {
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = Libc.MACOS ? 0x20 : 0x01000000;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final int pid;
  private final Object lock = new Object();
  private boolean ended; // its number may soon be another process's

  OwnChild(int pid) {
    this.pid = pid;
  }

  /// Starts a program with our standard input and, where there are pipes, with these as standard
  /// output and error. It gets no other descriptor of ours.
  ///
  /// @throws CannotStart if the program does not exist or cannot be run
  static OwnChild start(
      List<byte[]> command,
      ChildEnvironment environment,
      OwnProcess own,
      @Nullable Pipe out,
      @Nullable Pipe err) {
    own.keepDescriptorsFromChild();
    try (var spawn = new Spawn()) {
      if (out != null && err != null) {
        spawn.give(out.writeEnd(), STDOUT).give(err.writeEnd(), STDERR);
      }
      return new OwnChild(spawn.start(command, environment));
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void signal(UnixSignal signal) {
    synchronized (lock) {
      if (!ended) {
        Libc.call("kill", pid, signal.number());
      }
    }
  }

  @Override
  public Ending waitFor() {
    int result;
    do { // first without forgetting the number, so that no signal meets another process
      result = Libc.call("waitid", P_PID, pid, 0, WEXITED | WNOWAIT);
    } while (result < 0 && result != -Libc.ECHILD);
    synchronized (lock) {
      ended = true;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment status = arena.allocate(JAVA_INT);
        Libc.call("waitpid", pid, status.address(), 0);
        return Ending.ofStatus(status.get(JAVA_INT, 0));
      }
    }
  }

  @Override
  public boolean sharesTerminal() {
    return true;
  }
}
