package dev.claviger.model.process;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keeps other processes of the same user away from our memory: no debugger may attach, `/proc`
/// shows them nothing of it, and no core dump is written.
public final class ProcessShield {
  /// The variables that hold a secret, of the server and of the command line: one may be started
  /// with the environment of the other.
  private static final Set<String> SECRET_VARIABLES =
      Set.of(
          "CLAVIGER_MASTER_KEY",
          "CLAVIGER_PASSPHRASE",
          "CLAVIGER_TOKEN",
          "CLAVIGER_DATABASE_PASSWORD",
          "CLAVIGER_DATABASE_OWNER_URL");

  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;

  private ProcessShield() {}

  /// Whether a variable holds a secret of ours, in whatever case it is written.
  public static boolean isSecret(String variable) {
    return SECRET_VARIABLES.contains(variable.toUpperCase(Locale.ROOT));
  }

  /// Raises the shield, for as long as this process lives. A program that it starts has none.
  ///
  /// @return what the platform refused; empty too where it has no such thing, as macOS
  public static List<Weakness> raise() {
    if (!CLibrary.has("prctl")) {
      return List.of();
    }
    CLibrary.call("prctl", PR_SET_DUMPABLE, 0);
    if (CLibrary.call("prctl", PR_GET_DUMPABLE) == 0) {
      return List.of();
    }
    return List.of(
        new Weakness(
            "process_readable",
            "the platform refuses to hide the memory of this process from others of its user:"
                + " prctl is forbidden; allow it, or let nothing else run as this user"));
  }

  /// Whether other processes of this user are kept away.
  public static boolean isRaised() {
    return CLibrary.has("prctl") && CLibrary.call("prctl", PR_GET_DUMPABLE) == 0;
  }
}
