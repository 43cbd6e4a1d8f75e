package dev.claviger.server.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The two pages that are made from the list of settings, so that they cannot be out of date.
public final class SettingsPages {
  private static final String REFERENCE_HEAD =
      """
      # Settings of the server

      <!-- Made from the list of settings in the server; a test compares them. -->

      The server reads its settings once, at start: from the file that `CLAVIGER_CONFIG` names, else
      from `DATA/claviger.env`, else from `.env` in the folder where it was started; and from the
      environment, which wins. A file has a line `NAME=VALUE` for each setting, in any case, with `#`
      for comments, single quotes around what is taken as it is, and double quotes around `\\n`, `\\t`,
      `\\"` and `\\\\`. Lines without a `CLAVIGER_` name are passed over.

      An unknown `CLAVIGER_` name stops the start (exit code 78) and is told with the nearest known
      one; what Kubernetes sets for Services (`CLAVIGER_PORT`, `CLAVIGER_SERVICE_HOST` and the like)
      is ignored. A setting that holds a secret may come from a file: `NAME_FILE` names it, its text
      is taken without blanks around it, and it wins over `NAME`, which is used where the file does
      not exist. Such a file should be readable by the server alone; else the server warns.

      Time spans are a number and `s`, `m`, `h` or `d`, such as `90d`.

      | setting | variable | value | default |
      |---|---|---|---|
      """;
  private static final String EXAMPLE_HEAD =
      """
      # Settings of the Claviger server, all of them, with their defaults.
      #
      # Copy this file to .env and take the # away from what you change. The example values of
      # secrets are refused. See docs/settings.md.
      """;

  private SettingsPages() {}

  /// `docs/settings.md`.
  public static String reference() {
    String rows =
        Arrays.stream(Setting.values()).map(SettingsPages::row).collect(Collectors.joining());
    return REFERENCE_HEAD + rows + "\n" + sentences();
  }

  /// `.env.example`.
  public static String example() {
    return EXAMPLE_HEAD
        + Arrays.stream(Setting.values()).map(SettingsPages::entry).collect(Collectors.joining());
  }

  /// What stands in `.env.example` for a secret; refused as its value. Empty for other settings.
  static String example(Setting setting) {
    return switch (setting) {
      case MASTER_KEY -> "Y2hhbmdlLW1lLWNoYW5nZS1tZS1jaGFuZ2UtbWUtISE=";
      case DATABASE_PASSWORD -> "Change-me-Change-me-1";
      case DATABASE_OWNER_URL -> "jdbc:example:change-me";
      default -> "";
    };
  }

  private static String row(Setting setting) {
    String variable = "`" + setting.variable() + "`";
    if (setting.secret()) {
      variable += " or `" + setting.fileVariable() + "`";
    }
    return "| `%s` | %s | %s | %s |%n"
        .formatted(setting.dotted(), variable, setting.type(), setting.byDefault());
  }

  private static String sentences() {
    return Arrays.stream(Setting.values())
        .map(setting -> "- `%s`: %s%n".formatted(setting.dotted(), setting.sentence()))
        .collect(Collectors.joining());
  }

  private static String entry(Setting setting) {
    String value = setting.secret() ? example(setting) : setting.byDefault();
    return "%n# %s%n# Value: %s. Default: %s.%n#%s=%s%n"
        .formatted(
            setting.sentence(),
            setting.type(),
            setting.byDefault(),
            setting.variable(),
            literal(setting) ? value : "");
  }

  /// Whether the default is something that can be written, not a description.
  private static boolean literal(Setting setting) {
    return setting.secret()
        || !(setting.byDefault().contains(" ")
            || setting.byDefault().contains("DATA")
            || setting.byDefault().contains("database.url")
            || setting.byDefault().equals("none"));
  }
}
