package dev.claviger.cli;

import dev.claviger.cli.account.Login;
import dev.claviger.cli.account.Logout;
import dev.claviger.cli.account.Status;
import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.secret.SecretGet;
import dev.claviger.cli.secret.SecretList;
import dev.claviger.cli.secret.SecretSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which commands there are. A switch finds one without building the others; the summaries are
/// loaded for help and mistakes only.
final class CommandTree {
  private CommandTree() {}

  /// The command of this name, such as `secret get`, or null.
  static @Nullable Command build(String name, Surroundings in) {
    return switch (name) {
      case "login" -> new Login(in);
      case "logout" -> new Logout(in);
      case "status" -> new Status(in);
      case "secret list" -> new SecretList(in);
      case "secret get" -> new SecretGet(in);
      case "secret set" -> new SecretSet(in);
      default -> null;
    };
  }

  /// Whether the word needs a second one.
  static boolean isGroup(String noun) {
    return switch (noun) {
      case "secret" -> true;
      default -> false;
    };
  }

  static List<String> firstWords() {
    return Summaries.ALL.keySet().stream().filter(name -> name.indexOf(' ') < 0).toList();
  }

  static List<String> verbsOf(String noun) {
    String prefix = noun + " ";
    return Summaries.ALL.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
