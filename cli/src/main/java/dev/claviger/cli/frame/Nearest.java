package dev.claviger.cli.frame;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was probably meant.
public final class Nearest {
  private static final int MAX_LENGTH = 255;

  private Nearest() {}

  /// The known word that differs least, or null where none is near: a third of the letters of the
  /// longer one may differ.
  public static @Nullable String of(String typed, Collection<String> known) {
    String word = lower(typed);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String each : known) {
      String other = lower(each);
      int distance = distance(word, other);
      int allowed = Math.max(1, Math.max(word.length(), other.length()) / 3);
      if (distance < least && distance <= allowed) {
        least = distance;
        nearest = each;
      }
    }
    return nearest;
  }

  private static String lower(String word) {
    return (word.length() > MAX_LENGTH ? word.substring(0, MAX_LENGTH) : word)
        .toLowerCase(Locale.ROOT);
  }

  /// Of Damerau and Levenshtein: letters added, left out, changed, or two neighbours swapped.
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
