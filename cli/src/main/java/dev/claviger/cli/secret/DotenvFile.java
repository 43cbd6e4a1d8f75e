package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the names and values of a `.env` file, never making a string of a value.
///
/// The dialect is [#DIALECT]. What does not follow it is refused with its line, since a value that
/// was understood differently from the last tool is worse than none.
final class DotenvFile implements AutoCloseable {
  /// For the help page.
  static final String[] DIALECT = {
    "A line of the file is NAME=VALUE, export NAME=VALUE, a # comment, or empty. A value without",
    "quotes ends before ' #' and blanks at the end. 'Single quotes' keep everything as it is, on",
    "one line. \"Double quotes\" may span lines and know \\n \\r \\t \\\" \\\\ \\$; nothing else",
    "is replaced, $NAME included."
  };

  /// As many as one call takes.
  static final int MAX_VALUES = 500;

  private final String file;
  private final byte[] text;
  private final List<NewValue> values = new ArrayList<>();
  private final Set<SecretName> names = new HashSet<>();
  private int position;
  private int line = 1;

  private DotenvFile(String file, byte[] text) {
    this.file = file;
    this.text = text;
  }

  /// @param file its name, for messages
  /// @param text UTF-8, the caller's to wipe
  /// @throws CommandFailure naming the line that is wrong, never what stands in it
  static DotenvFile parse(String file, byte[] text) {
    var parsed = new DotenvFile(file, text);
    boolean whole = false;
    try {
      parsed.skipByteOrderMark();
      while (parsed.position < text.length) {
        parsed.line();
      }
      whole = true;
      return parsed;
    } finally {
      if (!whole) {
        parsed.close();
      }
    }
  }

  /// In the order of the file.
  List<NewValue> values() {
    return values;
  }

  @Override
  public void close() {
    values.forEach(NewValue::close);
  }

  private void skipByteOrderMark() {
    if (text.length >= 3 && (text[0] & 0xff) == 0xef && (text[1] & 0xff) == 0xbb) {
      position = 3;
    }
  }

  private void line() {
    blanks();
    if (!atEndOfLine() && text[position] != '#') {
      assignment();
    }
    toNextLine();
  }

  private void assignment() {
    SecretName name = name();
    if (!names.add(name)) {
      throw wrong(line, "sets " + name + " again");
    }
    if (values.size() == MAX_VALUES) {
      throw wrong(line, "is one more than the " + MAX_VALUES + " values that a file may hold");
    }
    blanks();
    byte[] value = value();
    values.add(new NewValue(name, value));
  }

  private SecretName name() {
    int start = position;
    int equals = start;
    while (equals < text.length && text[equals] != '=' && text[equals] != '\n') {
      equals++;
    }
    if (equals == text.length || text[equals] != '=') {
      throw wrong(line, "has no =");
    }
    position = equals + 1;
    String left = new String(text, start, equals - start, StandardCharsets.UTF_8).strip();
    String name = left.startsWith("export ") ? left.substring(7).strip() : left;
    try {
      return new SecretName(name);
    } catch (InvalidInput e) {
      throw wrong(line, "has a name that cannot be used: a " + e.getMessage());
    }
  }

  private byte[] value() {
    if (position < text.length && text[position] == '\'') {
      return single();
    }
    if (position < text.length && text[position] == '"') {
      return doubled();
    }
    int start = position;
    int end = start;
    while (!atEndOfLine() && !commentStarts(start)) {
      refuseNul();
      position++;
      if (text[position - 1] != ' ' && text[position - 1] != '\t') {
        end = position;
      }
    }
    return Arrays.copyOfRange(text, start, end);
  }

  private boolean commentStarts(int start) {
    return text[position] == '#'
        && (position == start || text[position - 1] == ' ' || text[position - 1] == '\t');
  }

  private byte[] single() {
    int start = ++position;
    while (!atEndOfLine() && text[position] != '\'') {
      refuseNul();
      position++;
    }
    if (atEndOfLine()) {
      throw wrong(line, "has no closing quote");
    }
    byte[] value = Arrays.copyOfRange(text, start, position++);
    requireEndBehindQuote(value);
    return value;
  }

  private byte[] doubled() {
    int opened = line;
    position++;
    byte[] value = new byte[text.length - position];
    int length = 0;
    while (position < text.length && text[position] != '"') {
      refuseNul();
      if (text[position] == '\n') {
        line++;
      }
      value[length++] = text[position] == '\\' ? escaped(value) : text[position];
      position++;
    }
    byte[] exact = Arrays.copyOf(value, length);
    Arrays.fill(value, (byte) 0);
    if (position == text.length) {
      Arrays.fill(exact, (byte) 0);
      throw wrong(opened, "has no closing quote");
    }
    position++;
    requireEndBehindQuote(exact);
    return exact;
  }

  private byte escaped(byte[] unfinished) {
    position++;
    byte kind = position < text.length ? text[position] : 0;
    return switch (kind) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '$' -> kind;
      default -> {
        Arrays.fill(unfinished, (byte) 0);
        throw wrong(line, "has a \\ before something that it does not stand before");
      }
    };
  }

  private void requireEndBehindQuote(byte[] value) {
    blanks();
    if (!atEndOfLine() && text[position] != '#') {
      Arrays.fill(value, (byte) 0);
      throw wrong(line, "has text behind its closing quote");
    }
  }

  private void refuseNul() {
    if (text[position] == 0) {
      throw wrong(line, "holds a NUL byte");
    }
  }

  private void blanks() {
    while (position < text.length && (text[position] == ' ' || text[position] == '\t')) {
      position++;
    }
  }

  private boolean atEndOfLine() {
    return position >= text.length
        || text[position] == '\n'
        || (text[position] == '\r' && (position + 1 == text.length || text[position + 1] == '\n'));
  }

  private void toNextLine() {
    while (position < text.length && text[position] != '\n') {
      position++;
    }
    position++;
    line++;
  }

  private CommandFailure wrong(int where, String what) {
    return CommandFailure.usage(
        file + " line " + where + " " + what, "the dialect stands in: claviger secret set --help");
  }
}
