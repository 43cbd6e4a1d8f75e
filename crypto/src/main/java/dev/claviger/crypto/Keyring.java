package dev.claviger.crypto;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The content of `master-key.json` (F11): the master key in use, and earlier ones, which still
/// open what they closed.
///
/// ```
/// { "format": 1,
///   "current": { "id": "16 hex digits", "created_at": "RFC 3339", "key": "base64" },
///   "previous": [ { … } ] }
/// ```
record Keyring(Entry current, List<Entry> previous) {
  private static final int FORMAT = 1;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  Keyring {
    previous = List.copyOf(previous);
  }

  /// One master key and when it was made.
  record Entry(MasterKey key, Instant createdAt) {}

  /// A file that is not as above. Its message names a field and never quotes what stands there.
  static final class Malformed extends Exception {
    Malformed(String what) {
      super(what);
    }
  }

  static Keyring of(MasterKey key, Instant createdAt) {
    return new Keyring(new Entry(key, createdAt), List.of());
  }

  Optional<MasterKey> find(String id) {
    return Stream.concat(Stream.of(current), previous.stream())
        .map(Entry::key)
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  /// The file, which the caller wipes.
  byte[] json() {
    var file = new WipedOutput();
    try (file;
        JsonGenerator json = JSON.createGenerator(file, JsonEncoding.UTF8)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeFieldName("current");
      write(json, current);
      json.writeArrayFieldStart("previous");
      for (Entry entry : previous) {
        write(json, entry);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
  }

  private static void write(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", entry.key.id());
    json.writeStringField("created_at", entry.createdAt.toString());
    json.writeFieldName("key");
    try {
      entry.key.lend(
          bytes -> {
            try {
              json.writeBinary(bytes);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    json.writeEndObject();
  }

  /// Reads a file.
  static Keyring parse(byte[] file) throws Malformed {
    try (JsonParser json = JSON.createParser(file)) {
      Keyring keyring = keyring(json);
      if (json.nextToken() != null) {
        throw new Malformed("has something behind its end");
      }
      return keyring;
    } catch (IOException _) { // its message quotes the file
      throw new Malformed("is not JSON, or names a field twice");
    }
  }

  private static Keyring keyring(JsonParser json) throws IOException, Malformed {
    int format = 0;
    Entry current = null;
    List<Entry> previous = new ArrayList<>();
    expect(json.nextToken() == JsonToken.START_OBJECT, "is no JSON object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "format" -> format = json.getValueAsInt();
        case "current" -> current = entry(json);
        case "previous" -> readAll(json, previous);
        default -> throw new Malformed("has an unknown field");
      }
    }
    expect(format == FORMAT, "has no \"format\": 1");
    if (current == null) {
      throw new Malformed("has no \"current\"");
    }
    return new Keyring(current, previous);
  }

  private static void readAll(JsonParser json, List<Entry> entries) throws IOException, Malformed {
    expect(json.currentToken() == JsonToken.START_ARRAY, "has a \"previous\" that is no array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      entries.add(entry(json));
    }
  }

  private static Entry entry(JsonParser json) throws IOException, Malformed {
    String id = null;
    Instant createdAt = null;
    MasterKey key = null;
    expect(json.currentToken() == JsonToken.START_OBJECT, "has a key that is no object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      expect(json.nextToken() == JsonToken.VALUE_STRING, "has a key whose field is no text");
      switch (field) {
        case "id" -> id = json.getText();
        case "created_at" -> createdAt = instant(json.getText());
        case "key" -> key = key(json);
        default -> throw new Malformed("has a key with an unknown field");
      }
    }
    return entry(id, createdAt, key);
  }

  private static Entry entry(
      @Nullable String id, @Nullable Instant createdAt, @Nullable MasterKey key) throws Malformed {
    if (id == null || createdAt == null || key == null) {
      throw new Malformed("has a key without \"id\", \"created_at\" or \"key\"");
    }
    expect(key.id().equals(id), "has a key that does not match its \"id\": it was damaged");
    return new Entry(key, createdAt);
  }

  private static Instant instant(String text) throws Malformed {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new Malformed("has a \"created_at\" that is no time");
    }
  }

  private static MasterKey key(JsonParser json) throws Malformed {
    byte[] bytes = {};
    try {
      bytes = json.getBinaryValue();
    } catch (IOException _) {
      // no base64: as one of no length
    }
    try {
      expect(bytes.length == MasterKey.BYTES, "has a \"key\" that is not base64 of 32 bytes");
      return new MasterKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static void expect(boolean holds, String otherwise) throws Malformed {
    if (!holds) {
      throw new Malformed(otherwise);
    }
  }

  /// Wipes its buffer when closed.
  private static final class WipedOutput extends ByteArrayOutputStream {
    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
