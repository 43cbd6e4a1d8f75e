package dev.claviger.server.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.SecretValue;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Writes one JSON document into bytes that can be wiped. A value goes in as the bytes it is.
public final class JsonWriter {
  private static final int FIRST_CAPACITY = 512;
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private byte[] json = new byte[FIRST_CAPACITY];
  private int length;
  private boolean first = true;

  /// Begins an object: the document, or one of a list.
  public JsonWriter object() {
    separate();
    return open('{');
  }

  public JsonWriter object(String name) {
    return name(name).open('{');
  }

  public JsonWriter list(String name) {
    return name(name).open('[');
  }

  public JsonWriter endObject() {
    return close('}');
  }

  public JsonWriter endList() {
    return close(']');
  }

  /// A text in a list.
  public JsonWriter item(String text) {
    separate();
    return quoted(text.getBytes(UTF_8));
  }

  /// A text, a number or a truth; nothing at all for null.
  public JsonWriter field(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    name(name);
    return value instanceof Number || value instanceof Boolean
        ? ascii(value.toString())
        : quoted(value.toString().getBytes(UTF_8));
  }

  /// The fields `value` and `encoding`: as text where it is UTF-8, else as base64 (R14).
  public JsonWriter value(SecretValue value) {
    value.lend(
        bytes -> {
          boolean text = JsonText.isUtf8(bytes);
          name("value");
          if (text) {
            quoted(bytes);
          } else {
            base64(bytes);
          }
          field("encoding", text ? "utf8" : "base64");
        });
    return this;
  }

  /// A text that must not leak, such as a token. It is UTF-8.
  public JsonWriter secret(String name, byte[] utf8) {
    return name(name).quoted(utf8);
  }

  /// The document, which the caller clears. This writer keeps nothing.
  public byte[] take() {
    byte[] taken = Arrays.copyOf(json, length);
    Arrays.fill(json, (byte) 0);
    length = 0;
    return taken;
  }

  private void base64(byte[] bytes) {
    byte[] encoded = Base64.getEncoder().encode(bytes);
    quoted(encoded);
    Arrays.fill(encoded, (byte) 0);
  }

  private JsonWriter name(String name) {
    separate();
    quoted(name.getBytes(UTF_8));
    return put((byte) ':');
  }

  private void separate() {
    if (!first) {
      put((byte) ',');
    }
    first = false;
  }

  private JsonWriter open(char bracket) {
    first = true;
    return put((byte) bracket);
  }

  private JsonWriter close(char bracket) {
    first = false;
    return put((byte) bracket);
  }

  private JsonWriter quoted(byte[] utf8) {
    put((byte) '"');
    int plain = 0; // up to here nothing needs an escape
    while (plain < utf8.length && isPlain(utf8[plain])) {
      plain++;
    }
    put(utf8, plain);
    for (int i = plain; i < utf8.length; i++) {
      escaped(utf8[i]);
    }
    return put((byte) '"');
  }

  private static boolean isPlain(byte b) {
    return b < 0 || (b >= ' ' && b != '"' && b != '\\' && b != '<' && b != '>' && b != 0x7f);
  }

  /// `<` and `>` too, so that a document is harmless even where it is taken for a page.
  private void escaped(byte b) {
    switch (b) {
      case '"', '\\' -> put((byte) '\\').put(b);
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      default -> {
        if (isPlain(b)) {
          put(b);
        } else {
          ascii("\\u00").put(HEX[b >> 4]).put(HEX[b & 0xf]);
        }
      }
    }
  }

  private JsonWriter ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put((byte) text.charAt(i));
    }
    return this;
  }

  private JsonWriter put(byte b) {
    reserve(1);
    json[length++] = b;
    return this;
  }

  private void put(byte[] bytes, int count) {
    reserve(count);
    System.arraycopy(bytes, 0, json, length, count);
    length += count;
  }

  /// What was outgrown is wiped.
  private void reserve(int more) {
    if (length + more > json.length) {
      byte[] larger = Arrays.copyOf(json, Math.max(2 * json.length, length + more));
      Arrays.fill(json, (byte) 0);
      json = larger;
    }
  }
}
