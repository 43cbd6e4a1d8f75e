package dev.claviger.cli.frame;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Options that hold several words with commas between them, such as `--only NAME,...`.
public final class Words {
  private Words() {}

  /// The words, without blanks around them; none where the option is not given.
  ///
  /// @throws CommandFailure if one of them is empty
  public static List<String> of(Syntax.Text option) {
    @Nullable String given = option.value();
    if (given == null) {
      return List.of();
    }
    List<String> words = Stream.of(given.split(",", -1)).map(String::strip).toList();
    if (words.stream().anyMatch(String::isEmpty)) {
      throw CommandFailure.usage(
          option.option().longestName() + " takes words with commas between them", null);
    }
    return words;
  }
}
