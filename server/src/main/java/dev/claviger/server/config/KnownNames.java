package dev.claviger.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells our own variables from a slip of the pen: a name that starts like ours and is none stops
/// the start, so that a mistyped setting is never taken for its default.
final class KnownNames {
  private static final String PREFIX = "CLAVIGER_";

  /// What Kubernetes sets in every container for a Service whose name begins with `claviger`.
  private static final Pattern KUBERNETES =
      Pattern.compile(
          "CLAVIGER_([A-Z0-9_]+_)?"
              + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  /// Of the command line and the launcher, which may share our environment.
  private static final List<String> OF_OTHERS =
      List.of(
          "CLAVIGER_CONFIG",
          "CLAVIGER_SERVER",
          "CLAVIGER_TOKEN",
          "CLAVIGER_TOKEN_FILE",
          "CLAVIGER_SCOPE",
          "CLAVIGER_SOCKET",
          "CLAVIGER_CA_FILE",
          "CLAVIGER_LAUNCHER",
          "CLAVIGER_JDK_URL",
          "CLAVIGER_CACHE");

  private static final Set<String> ALL = all();

  private KnownNames() {}

  /// One message for each of `names` that nobody knows.
  static List<String> objections(Collection<String> names) {
    var objections = new ArrayList<String>();
    for (String name : names) {
      if (name.startsWith(PREFIX) && !ALL.contains(name) && !KUBERNETES.matcher(name).matches()) {
        objections.add(name + " is not a setting; the nearest one is " + nearest(name));
      }
    }
    return objections;
  }

  private static Set<String> all() {
    var all = new LinkedHashSet<>(OF_OTHERS);
    for (Setting setting : Setting.values()) {
      all.add(setting.variable());
      if (setting.secret()) {
        all.add(setting.fileVariable());
      }
    }
    return all;
  }

  private static String nearest(String name) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String known : ALL) {
      int distance = distance(name, known);
      if (distance < least) {
        least = distance;
        nearest = known;
      }
    }
    return nearest;
  }

  /// How many letters to add, leave out or change (Levenshtein).
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
