package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.model.SecretName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Operands that name secrets and say where their values are: `NAME`, `NAME -`, `NAME=-`,
/// `NAME=@FILE` and `NAME=VALUE`.
final class Assignments {
  private final Surroundings surroundings;
  private final boolean base64;

  /// @param base64 whether what is read is base64 of the value
  Assignments(Surroundings surroundings, boolean base64) {
    this.surroundings = surroundings;
    this.base64 = base64;
  }

  /// Reads each value once all operands are known to be good. The caller closes them.
  List<NewValue> read(List<String> operands) throws IOException {
    List<String> sources = sources(operands);
    List<SecretName> names = sources.stream().map(Assignments::name).toList();
    if (sources.stream().filter(each -> each.endsWith("=-")).count() > 1) {
      throw CommandFailure.usage("standard input holds one value only", null);
    }
    var values = new ArrayList<NewValue>();
    boolean whole = false;
    try {
      for (int i = 0; i < names.size(); i++) {
        values.add(new NewValue(names.get(i), decoded(value(names.get(i), sources.get(i)))));
      }
      whole = true;
      return values;
    } finally {
      if (!whole) {
        values.forEach(NewValue::close);
      }
    }
  }

  /// `NAME -` is another way to write `NAME=-`.
  private static List<String> sources(List<String> operands) {
    if (operands.size() == 2 && operands.get(1).equals("-") && !operands.get(0).contains("=")) {
      return List.of(operands.get(0) + "=-");
    }
    return operands;
  }

  private static SecretName name(String operand) {
    int equals = operand.indexOf('=');
    return new SecretName(equals < 0 ? operand : operand.substring(0, equals));
  }

  private byte[] value(SecretName name, String operand) throws IOException {
    int equals = operand.indexOf('=');
    if (equals < 0) {
      return asked(name);
    }
    String source = operand.substring(equals + 1);
    if (source.equals("-")) {
      return noted(name, Input.read(surroundings, "-", Input.MAX_BYTES));
    }
    if (source.startsWith("@")) {
      return Input.read(surroundings, source.substring(1), Input.MAX_BYTES);
    }
    surroundings.say(
        "the value of "
            + name
            + " stands in the command line, where other programs can see it and the shell keeps"
            + " it; better: "
            + name
            + "=- or "
            + name
            + "=@FILE, or "
            + name
            + " alone, which asks");
    return source.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] asked(SecretName name) throws IOException {
    if (!surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal(
          "the value of " + name, name + "=- for standard input, or " + name + "=@FILE");
    }
    byte[] value =
        surroundings.terminal().askHiddenText("Value for " + name + " (hidden, Ctrl-D to end): ");
    if (value.length == 0) {
      throw CommandFailure.usage("nothing was typed; nothing was stored", null);
    }
    return value;
  }

  /// Values are stored byte for byte, and `echo` adds a byte that nobody sees.
  private byte[] noted(SecretName name, byte[] value) {
    int end = value.length - 1;
    if (end > 0 && value[end] == '\n' && firstLineBreak(value) == end && !base64) {
      surroundings.say(
          "the value of " + name + " ends with a line break, which is kept; without: printf %s");
    }
    return value;
  }

  private static int firstLineBreak(byte[] value) {
    int at = 0;
    while (at < value.length && value[at] != '\n') {
      at++;
    }
    return at;
  }

  private byte[] decoded(byte[] value) {
    if (!base64) {
      return value;
    }
    try {
      return Base64.getMimeDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      throw CommandFailure.usage("the value is not base64, as --encoding says", null);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }
}
