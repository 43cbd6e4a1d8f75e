package dev.claviger.cli.run;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Catches the signals that others send to us, so that they can be passed on.
///
/// Not caught: QUIT and USR2, which the JVM keeps for itself. What was ignored when we were started
/// (`nohup`) stays ignored, by the program too.
final class SignalForwarding {
  private static final List<UnixSignal> CAUGHT =
      List.of(UnixSignal.HUP, UnixSignal.INT, UnixSignal.TERM, UnixSignal.USR1);

  private SignalForwarding() {}

  /// Hands signals to `receiver` from now on, on threads of the JVM.
  static void to(Consumer<UnixSignal> receiver) {
    ProcessStatus own =
        ProcessStatus.of(ProcessHandle.current().pid()).orElse(new ProcessStatus(0, 0, 0));
    for (UnixSignal signal : CAUGHT) {
      if (!own.ignores(signal)) {
        on(signal, () -> receiver.accept(signal));
      }
    }
  }

  /// Runs something whenever a signal comes, on a thread of the JVM.
  ///
  /// By reflection: javac warns of `sun.misc.Signal` in a way that nothing can switch off, while
  /// the JDK keeps it (module `jdk.unsupported`) because there is no other way to catch a signal.
  static void on(UnixSignal signal, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (_, _, _) -> {
                action.run();
                return null;
              });
      Object caught = type.getConstructor(String.class).newInstance(signal.name());
      type.getMethod("handle", type, handlerType).invoke(null, caught, handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no module jdk.unsupported", e);
    }
  }

  /// Whether a key such as Ctrl-C reaches the program without us: we and it are the group that the
  /// terminal sends signals to.
  static boolean terminalSignalsProgramToo() {
    try {
      String line = Files.readString(Path.of("/proc/self/stat"));
      // after the name, which may hold anything: state parent group session terminal foreground
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return !fields[4].equals("0") && fields[2].equals(fields[5]);
    } catch (IOException e) {
      return Objects.requireNonNull(System.console()).isTerminal(); // never null since JDK 22
    }
  }
}
