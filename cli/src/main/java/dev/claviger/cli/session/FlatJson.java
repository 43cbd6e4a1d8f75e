package dev.claviger.cli.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a JSON object whose fields are all plain strings, without making a string of a value: one
/// of them is a token.
///
/// Escapes other than `\"`, `\\` and `\/` are refused, since nothing that stands here needs them.
public final class FlatJson implements AutoCloseable {
  private final byte[] text;
  private final Map<String, byte[]> fields = new LinkedHashMap<>();
  private int position;

  private FlatJson(byte[] text) {
    this.text = text;
  }

  /// Reads one object.
  ///
  /// @param text stays the caller's to wipe
  /// @return null where it is no such object
  public static @Nullable FlatJson read(byte[] text) {
    var json = new FlatJson(text);
    if (json.object()) {
      return json;
    }
    json.close();
    return null;
  }

  /// The bytes of a field, which live until [#close]; null where it is missing.
  public byte @Nullable [] bytes(String name) {
    return fields.get(name);
  }

  /// A field that is not secret; null where it is missing.
  public @Nullable String text(String name) {
    byte[] bytes = fields.get(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    fields.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  private boolean object() {
    if (!taken('{')) {
      return false;
    }
    if (!taken('}')) {
      do {
        byte[] name = string();
        byte[] value = name == null || !taken(':') ? null : string();
        if (name == null || value == null) {
          return false;
        }
        fields.put(new String(name, StandardCharsets.UTF_8), value);
      } while (taken(','));
      if (!taken('}')) {
        return false;
      }
    }
    space();
    return position == text.length;
  }

  private byte @Nullable [] string() {
    if (!taken('"')) {
      return null;
    }
    byte[] value = new byte[text.length - position];
    int length = 0;
    while (position < text.length) {
      byte next = text[position++];
      if (next == '"') {
        byte[] exact = Arrays.copyOf(value, length);
        Arrays.fill(value, (byte) 0);
        return exact;
      }
      if (next == '\\') {
        if (position == text.length || "\"\\/".indexOf(text[position]) < 0) {
          break;
        }
        next = text[position++];
      }
      value[length++] = next;
    }
    Arrays.fill(value, (byte) 0);
    return null;
  }

  private boolean taken(char wanted) {
    space();
    if (position == text.length || text[position] != wanted) {
      return false;
    }
    position++;
    return true;
  }

  private void space() {
    while (position < text.length && " \t\r\n".indexOf(text[position]) >= 0) {
      position++;
    }
  }
}
