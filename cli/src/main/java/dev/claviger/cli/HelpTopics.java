package dev.claviger.cli;

import dev.claviger.cli.frame.ExitCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `claviger help TOPIC` says that belongs to no single command.
final class HelpTopics {
  private static final List<String> ENVIRONMENT =
      List.of(
          "Variables that the command line reads; they win over what claviger login stored:",
          "",
          "  CLAVIGER_SERVER      the address of either listener",
          "  CLAVIGER_TOKEN       the token; CLAVIGER_TOKEN_FILE names a file that holds it",
          "  CLAVIGER_CA_FILE     PEM certificates that alone are trusted",
          "  CLAVIGER_SCOPE       the scope, where a command is given none",
          "  XDG_CONFIG_HOME      credentials.json stands in its folder claviger",
          "",
          "For the server's variables see: claviger server --help");
  private static final List<String> SCOPES =
      List.of(
          "A scope is SPACE/ENVIRONMENT, such as payments/production. An operand with / is one.",
          "Without one it is, in this order, and said on standard error:",
          "",
          "  1. the only scope of the token",
          "  2. CLAVIGER_SCOPE",
          "  3. the line scope = \"SPACE/ENVIRONMENT\" in .claviger.toml, here or above;",
          "     claviger init SPACE/ENVIRONMENT writes it",
          "",
          "A reference names one secret wherever it is: claviger://payments/production/API_KEY,",
          "with ?version=7 one version of it.");
  private static final List<String> OUTPUT =
      List.of(
          "Data goes to standard output, everything else to standard error.",
          "",
          "Lists are tables on a terminal and JSON elsewhere; -o table, -o json and -o yaml say",
          "which. With -o json an error is a problem document (RFC 9457) on standard error.",
          "Characters that a terminal would obey are shown as \\u001b in what the server says.");

  /// By topic.
  static final Map<String, List<String>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("exit-codes", ExitCodes.MEANINGS);
    ALL.put("environment", ENVIRONMENT);
    ALL.put("scopes", SCOPES);
    ALL.put("output", OUTPUT);
  }

  private HelpTopics() {}
}
