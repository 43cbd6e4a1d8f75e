package dev.claviger.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// One line for each command, in the order of `claviger help`.
final class Summaries {
  /// By name; nouns stand before their verbs.
  static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("init", "Prepare the folder of a project");
    ALL.put("login", "Sign in");
    ALL.put("logout", "End the session and forget it");
    ALL.put("status", "The server, who you are, and what needs attention");
    ALL.put("server", "The server: start, cert, reset-admin, accept-cut, accept-rows");
    ALL.put("run", "Run a program with its secrets");
    ALL.put("find", "Secrets of every space, by a part of their name");
    ALL.put("secret", "Secrets and their values");
    ALL.put("secret list", "The names of the secrets in a scope");
    ALL.put("secret get", "Print one value");
    ALL.put("secret set", "Store values");
    ALL.put("secret rotate", "Replace a value while the former one still works");
    ALL.put("secret history", "The versions of a secret");
    ALL.put("secret restore", "Make a former value current again");
    ALL.put("secret disable", "Hand a value out to nobody");
    ALL.put("secret enable", "Hand it out again");
    ALL.put("secret delete", "Delete secrets");
    ALL.put("secret undelete", "Take a deletion back");
    ALL.put("secret destroy", "Destroy a former value for good");
    ALL.put("space", "Spaces");
    ALL.put("space list", "The spaces");
    ALL.put("space create", "Make a space");
    ALL.put("space show", "One space");
    ALL.put("space update", "Change what is said about a space");
    ALL.put("space delete", "Delete a space with its secrets");
    ALL.put("space restore", "Take the deletion of a space back");
    ALL.put("env", "Environments of a space");
    ALL.put("env list", "The environments of a space");
    ALL.put("env create", "Add an environment");
    ALL.put("env delete", "Remove an environment that is empty");
    ALL.put("user", "People");
    ALL.put("user list", "The users");
    ALL.put("user create", "Make a user");
    ALL.put("user delete", "Delete a user");
    ALL.put("user password", "Change a password");
    ALL.put("agent", "Agents: programs that read values");
    ALL.put("agent list", "The agents");
    ALL.put("agent create", "Make an agent and print its token");
    ALL.put("agent delete", "Delete an agent");
    ALL.put("token", "Tokens of programs");
    ALL.put("token list", "The tokens");
    ALL.put("token create", "Make a token and print it");
    ALL.put("token rotate", "Replace a token that still works for a while");
    ALL.put("token revoke", "End a token at once");
    ALL.put("role", "Roles");
    ALL.put("role list", "The roles");
    ALL.put("role show", "The rules of a role");
    ALL.put("role create", "Make a role");
    ALL.put("role update", "Give a role other rules");
    ALL.put("role delete", "Delete a role");
    ALL.put("binding", "Who has which role where");
    ALL.put("binding list", "Who has which role where");
    ALL.put("binding create", "Give a role");
    ALL.put("binding delete", "Take a role away");
    ALL.put("access", "What somebody may do");
    ALL.put("access show", "Every right of somebody, and where it comes from");
    ALL.put("key", "Keys");
    ALL.put("key status", "The keys, and how far rotations are");
    ALL.put("key rotate", "Replace the key of a space, the root key, or the one for sessions");
    ALL.put("audit", "The audit log");
    ALL.put("audit list", "Who did what, newest first");
    ALL.put("audit tail", "The last entries, and each new one");
    ALL.put("audit export", "Every field of the entries, as JSON Lines or CSV");
    ALL.put("audit verify", "Whether the log is what was written");
    ALL.put("api", "Any call of the REST API");
    ALL.put("demo", "The whole story, on a temporary folder");
    ALL.put("completion", "Lines that complete commands in a shell");
    ALL.put("help", "This list, or a page about a command or topic");
  }

  private Summaries() {}
}
