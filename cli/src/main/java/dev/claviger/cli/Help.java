package dev.claviger.cli;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Nearest;
import dev.claviger.cli.frame.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The pages of `claviger help`.
final class Help {
  private final Surroundings surroundings;

  Help(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What there is, or one page of it.
  int show(String... words) {
    String topic = String.join(" ", words);
    String page = page(topic);
    if (page == null) {
      List<String> known = new ArrayList<>(HelpTopics.ALL.keySet());
      known.addAll(CommandTree.firstWords());
      String near = Nearest.of(topic, known);
      throw CommandFailure.usage(
          "there is no help for '" + topic + "'",
          near == null ? "see: claviger help" : "did you mean: claviger help " + near);
    }
    surroundings.stdout().print(page);
    return ExitCodes.OK;
  }

  private @Nullable String page(String topic) {
    if (topic.isEmpty()) {
      return overview();
    }
    List<String> lines = HelpTopics.ALL.get(topic);
    if (lines != null) {
      return String.join("\n", lines) + "\n";
    }
    if (CommandTree.isGroup(topic)) {
      return group(topic);
    }
    Command command = CommandTree.build(topic, surroundings);
    return command == null
        ? null
        : new CommandLine(command.spec()).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /// All commands, a line for each group.
  static String overview() {
    var text = new StringBuilder("Claviger keeps secrets and a record of who got them.\n\n");
    text.append("Usage: claviger COMMAND [OPTIONS] [OPERANDS]\n\n");
    Summaries.ALL.forEach(
        (name, summary) -> {
          if (name.indexOf(' ') < 0) {
            text.append(line(name, CommandTree.isGroup(name) ? verbs(name, summary) : summary));
          }
        });
    text.append("\nMore: claviger help COMMAND, claviger COMMAND --help; topics: ");
    return text.append(String.join(", ", HelpTopics.ALL.keySet())).append('\n').toString();
  }

  private static String verbs(String noun, String summary) {
    return summary + ": " + String.join(", ", CommandTree.verbsOf(noun));
  }

  /// The commands of one noun.
  static String group(String noun) {
    var text = new StringBuilder("Usage: claviger " + noun + " COMMAND [OPTIONS] [OPERANDS]\n\n");
    for (Map.Entry<String, String> each : Summaries.ALL.entrySet()) {
      if (each.getKey().startsWith(noun + " ")) {
        text.append(line(each.getKey(), each.getValue()));
      }
    }
    return text.append("\nMore: claviger " + noun + " COMMAND --help\n").toString();
  }

  private static String line(String name, String summary) {
    return String.format("  %-18s %s%n", name, summary);
  }
}
