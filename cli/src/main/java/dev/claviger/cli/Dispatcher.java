package dev.claviger.cli;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Nearest;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.model.ClavigerException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Finds a command by its first words, builds that one only, since building all of them costs more
/// than most of them do, and turns however it ends into an exit code.
public final class Dispatcher {
  private static final String VERSION = "0.1.0";

  private final Surroundings surroundings;

  /// @param surroundings what the commands see
  public Dispatcher(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Runs one command.
  ///
  /// @return its exit code
  public int execute(String... arguments) {
    int exitCode = run(arguments);
    surroundings.stderr().flush();
    surroundings.stdout().flush();
    if (surroundings.stdout().checkError() && exitCode == ExitCodes.OK) {
      return ExitCodes.FAILED;
    }
    return exitCode;
  }

  private int run(String... arguments) {
    var failures = new Failures(surroundings, arguments);
    try {
      return find(arguments);
    } catch (CommandFailure failure) {
      return failures.tell(failure);
    } catch (ServerProblem problem) {
      return failures.tell(problem);
    } catch (Unreachable problem) {
      return failures.tell(problem);
    } catch (ClavigerException problem) {
      return failures.tell(CommandFailure.usage(problem.getMessage(), null));
    } catch (IOException problem) {
      return failures.tell(problem);
    } catch (RuntimeException bug) {
      return failures.tell(bug);
    }
  }

  private int find(String... arguments) throws IOException {
    if (arguments.length == 0) {
      surroundings.stdout().print(Help.overview());
      return ExitCodes.USAGE;
    }
    switch (arguments[0]) {
      case "--version", "version" -> {
        surroundings.stdout().println("claviger " + VERSION);
        return ExitCodes.OK;
      }
      case "help", "--help", "-h" -> {
        return new Help(surroundings).show(rest(1, arguments));
      }
      case "__complete" -> {
        return new Completion(surroundings).suggest(rest(1, arguments));
      }
      default -> {
        return named(arguments);
      }
    }
  }

  private int named(String... arguments) throws IOException {
    String noun = arguments[0];
    if (!CommandTree.isGroup(noun)) {
      Command command = CommandTree.build(noun, surroundings);
      if (command == null) {
        throw unknown(noun, CommandTree.firstWords(), "claviger help");
      }
      return execute(command, rest(1, arguments));
    }
    if (arguments.length == 1 || isHelp(arguments[1])) {
      surroundings.stdout().print(Help.group(noun));
      return arguments.length == 1 ? ExitCodes.USAGE : ExitCodes.OK;
    }
    Command command = CommandTree.build(noun + " " + arguments[1], surroundings);
    if (command == null) {
      throw unknown(noun + " " + arguments[1], CommandTree.verbsOf(noun), "claviger help " + noun);
    }
    return execute(command, rest(2, arguments));
  }

  private static CommandFailure unknown(String typed, List<String> known, String page) {
    String last = typed.substring(typed.indexOf(' ') + 1);
    String prefix = typed.substring(0, typed.length() - last.length());
    String near = Nearest.of(last, known);
    return CommandFailure.usage(
        "there is no command '" + typed + "'",
        near == null ? "see: " + page : "did you mean: claviger " + prefix + near);
  }

  private int execute(Command command, String... arguments) throws IOException {
    String[] own = command.ownArguments(arguments);
    var line =
        new CommandLine(command.spec())
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setUsageHelpAutoWidth(false);
    if (asksForHelp(own)) {
      line.usage(surroundings.stdout(), CommandLine.Help.Ansi.OFF);
      return ExitCodes.OK;
    }
    line.getCommandSpec().parser().collectErrors(true);
    List<Exception> wrong = line.parseArgs(own).errors();
    if (!wrong.isEmpty()) {
      throw usage(command.spec().name(), worst(wrong));
    }
    return command.run();
  }

  /// An unknown option explains why an operand seems to be missing, never the other way round.
  private static Exception worst(List<Exception> wrong) {
    return wrong.stream()
        .filter(
            each -> each instanceof UnmatchedArgumentException option && option.isUnknownOption())
        .findFirst()
        .orElseGet(wrong::getFirst);
  }

  /// In words of our own: picocli's would repeat what was typed, which may hold a value.
  private static CommandFailure usage(String name, Exception wrong) {
    String page = "see: " + name + " --help";
    return switch (wrong) {
      case UnmatchedArgumentException unmatched when unmatched.isUnknownOption() -> {
        String option = unmatched.getUnmatched().getFirst();
        int equals = option.indexOf('=');
        String typed = equals < 0 ? option : option.substring(0, equals);
        List<String> near = unmatched.getSuggestions();
        yield CommandFailure.usage(
            "there is no option " + typed,
            near.isEmpty() ? page : "did you mean: " + near.getFirst());
      }
      case UnmatchedArgumentException _ ->
          CommandFailure.usage("there are more operands than this command takes", page);
      case MissingParameterException missing ->
          CommandFailure.usage("missing: " + labels(missing), page);
      case OverwrittenOptionException _ ->
          CommandFailure.usage("an option stands there twice", page);
      default -> CommandFailure.usage("this is not how the command is used", page);
    };
  }

  private static String labels(MissingParameterException missing) {
    return String.join(
        ", ",
        missing.getMissing().stream()
            .map(
                each ->
                    each.isOption()
                        ? "the value of " + ((CommandLine.Model.OptionSpec) each).longestName()
                        : each.paramLabel())
            .toList());
  }

  private static boolean asksForHelp(String... arguments) {
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return false;
      }
      if (isHelp(argument)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h");
  }

  private static String[] rest(int from, String... arguments) {
    return Arrays.copyOfRange(arguments, from, arguments.length);
  }
}
