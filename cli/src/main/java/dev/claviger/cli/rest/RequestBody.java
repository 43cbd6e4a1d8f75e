package dev.claviger.cli.rest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a JSON object whose values may be secret: all bytes stay in buffers that are wiped.
public final class RequestBody implements AutoCloseable {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer = new byte[512];
  private int length;
  private boolean first = true;

  /// Starts with an empty object.
  public RequestBody() {
    put('{');
  }

  /// A field of text; left out where `value` is null.
  public RequestBody text(String name, @Nullable String value) {
    return value == null ? this : secret(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A field of text that is secret.
  ///
  /// @param utf8 stays the caller's to wipe
  public RequestBody secret(String name, byte[] utf8) {
    name(name);
    quoted(utf8);
    return this;
  }

  /// A value of a secret, as base64 with the field that says so.
  ///
  /// @param value stays the caller's to wipe
  public RequestBody value(byte[] value) {
    name("value");
    byte[] encoded = Base64.getEncoder().encode(value);
    quoted(encoded);
    Arrays.fill(encoded, (byte) 0);
    return text("encoding", "base64");
  }

  /// A field that is `true` or `false`.
  public RequestBody truth(String name, boolean value) {
    name(name);
    raw(Boolean.toString(value));
    return this;
  }

  /// A field that is `null`.
  public RequestBody nothing(String name) {
    name(name);
    raw("null");
    return this;
  }

  /// A field that is an array of texts; left out where there are none.
  public RequestBody texts(String name, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    openArray(name);
    for (String value : values) {
      comma();
      quoted(value.getBytes(StandardCharsets.UTF_8));
    }
    return closeArray();
  }

  /// A field of any kind, as it was read.
  public RequestBody json(String name, Json value) {
    name(name);
    put(value);
    return this;
  }

  private void put(Json value) {
    switch (value) {
      case Json.Text(var text) -> quoted(text.getBytes(StandardCharsets.UTF_8));
      case Json.Numeral(var literal) -> raw(literal);
      case Json.Truth(var truth) -> raw(Boolean.toString(truth));
      case Json.Nothing() -> raw("null");
      case Json.Items(var items) -> {
        put('[');
        first = true;
        for (Json item : items) {
          comma();
          put(item);
        }
        closeArray();
      }
      case Json.Fields(var fields) -> {
        put('{');
        first = true;
        fields.forEach(this::json);
        closeElement();
      }
    }
  }

  /// Opens a field that is an array of objects.
  public RequestBody openArray(String name) {
    name(name);
    put('[');
    first = true;
    return this;
  }

  /// Opens an element of an array.
  public RequestBody openElement() {
    comma();
    put('{');
    first = true;
    return this;
  }

  /// Closes an element.
  public RequestBody closeElement() {
    put('}');
    first = false;
    return this;
  }

  /// Closes an array.
  public RequestBody closeArray() {
    put(']');
    first = false;
    return this;
  }

  /// The whole object, to be sent once; wiped by [#close].
  byte[] finished() {
    put('}');
    byte[] exact = Arrays.copyOf(buffer, length);
    close();
    buffer = exact;
    return exact;
  }

  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
  }

  private void name(String name) {
    comma();
    quoted(name.getBytes(StandardCharsets.UTF_8));
    put(':');
  }

  private void comma() {
    if (!first) {
      put(',');
    }
    first = false;
  }

  private void raw(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
  }

  private void quoted(byte[] utf8) {
    put('"');
    for (byte each : utf8) {
      if (each == '"' || each == '\\') {
        put('\\');
        put(each);
      } else if (each >= 0 && each < ' ') {
        raw("\\u00");
        put(HEX[each >> 4]);
        put(HEX[each & 0xf]);
      } else {
        put(each);
      }
    }
    put('"');
  }

  private void put(int next) {
    if (length == buffer.length) {
      byte[] larger = Arrays.copyOf(buffer, length * 2);
      Arrays.fill(buffer, (byte) 0);
      buffer = larger;
    }
    buffer[length++] = (byte) next;
  }
}
