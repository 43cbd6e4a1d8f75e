package dev.claviger.cli;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// `claviger __complete WORD…`: what the last word may become, a line each, for the shells.
///
/// It asks no server, so it is quick and leaves no entries in the audit log.
final class Completion {
  private static final int WORDS_OF_A_COMMAND = 2;

  private final Surroundings surroundings;

  Completion(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  int suggest(String... words) {
    String last = words.length == 0 ? "" : words[words.length - 1];
    candidates(words).stream()
        .filter(candidate -> candidate.startsWith(last))
        .forEach(surroundings.stdout()::println);
    return ExitCodes.OK;
  }

  private List<String> candidates(String... words) {
    if (words.length <= 1) {
      return CommandTree.firstWords();
    }
    if (words[0].equals("help")) {
      var topics = new ArrayList<>(HelpTopics.ALL.keySet());
      topics.addAll(CommandTree.firstWords());
      return topics;
    }
    boolean group = CommandTree.isGroup(words[0]);
    if (group && words.length == WORDS_OF_A_COMMAND) {
      return CommandTree.verbsOf(words[0]);
    }
    Command command = CommandTree.build(group ? words[0] + " " + words[1] : words[0], surroundings);
    return command == null ? List.of() : options(command);
  }

  private static List<String> options(Command command) {
    return command.spec().options().stream().map(OptionSpec::longestName).toList();
  }
}
