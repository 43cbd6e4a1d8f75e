package dev.claviger.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The files that settings stand in: a line `NAME=VALUE` each, with `#` for comments.
///
/// `export ` may stand in front, names may have any case. A value is taken as it is, without blanks
/// around it and without a comment behind ` #`; in single quotes exactly as it is; in double quotes
/// with `\n`, `\t`, `\"` and `\\`. One line is one setting. Lines that do not set a `CLAVIGER_`
/// name belong to others and are passed over, whatever they look like.
final class Dotenv {
  private static final String PREFIX = "CLAVIGER_";
  private static final String EXPORT = "export ";

  private final String file;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Dotenv(String file) {
    this.file = file;
  }

  /// The settings in `text`, by upper-case name.
  ///
  /// @param file its name, for messages
  /// @throws SettingsProblem naming each line that is wrong, never what stands in it
  static Map<String, String> parse(String file, String text) {
    var parsed = new Dotenv(file);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      parsed.line(i + 1, lines.get(i).strip());
    }
    if (!parsed.problems.isEmpty()) {
      throw new SettingsProblem(parsed.problems);
    }
    return parsed.values;
  }

  private void line(int number, String line) {
    String rest = line.startsWith(EXPORT) ? line.substring(EXPORT.length()).strip() : line;
    if (!rest.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return;
    }
    int equals = rest.indexOf('=');
    if (equals < 0) {
      problems.add(file + " line " + number + " has no =");
      return;
    }
    String name = rest.substring(0, equals).strip().toUpperCase(Locale.ROOT);
    try {
      if (values.put(name, value(rest.substring(equals + 1).strip())) != null) {
        problems.add(file + " line " + number + " sets " + name + " again");
      }
    } catch (IllegalArgumentException e) {
      problems.add(file + " line " + number + " (" + name + ") " + e.getMessage());
    }
  }

  private static String value(String text) {
    if (text.startsWith("'")) {
      return quoted(text, '\'');
    }
    if (text.startsWith("\"")) {
      return unescaped(quoted(text, '"'));
    }
    int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
    return comment < 0 ? text : text.substring(0, comment).strip();
  }

  private static String quoted(String text, char quote) {
    int end = 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += quote == '"' && text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new IllegalArgumentException("has no closing quote");
    }
    String behind = text.substring(end + 1).strip();
    if (!behind.isEmpty() && !behind.startsWith("#")) {
      throw new IllegalArgumentException("has text behind its closing quote");
    }
    return text.substring(1, end);
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c == '\\' ? escape(text.charAt(++i)) : c);
    }
    return plain.toString();
  }

  private static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '"', '\\' -> c;
      default -> throw new IllegalArgumentException("has an unknown escape");
    };
  }
}
