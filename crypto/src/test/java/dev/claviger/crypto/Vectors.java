package dev.claviger.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the published vectors below `vectors/`.
final class Vectors {
  private static final JsonFactory JSON = new JsonFactory();

  private Vectors() {}

  /// One JSON object of a vector file.
  record Case(Map<String, Object> fields) {
    String text(String name) {
      return (String) field(name);
    }

    byte[] hex(String name) {
      return HexFormat.of().parseHex(text(name));
    }

    int number(String name) {
      return ((Long) field(name)).intValue();
    }

    boolean flag(String name) {
      return (Boolean) field(name);
    }

    List<Case> cases(String name) {
      return ((List<?>) field(name)).stream().map(Case.class::cast).toList();
    }

    private Object field(String name) {
      return Objects.requireNonNull(fields.get(name), name);
    }
  }

  static Case json(String path) {
    try (JsonParser json = JSON.createParser(Files.readAllBytes(file(path)))) {
      json.nextToken();
      return (Case) Objects.requireNonNull(value(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The blocks of a text file of `NAME = VALUE` lines, each of which begins with `COUNT`.
  static List<Map<String, String>> blocks(String path) {
    List<Map<String, String>> blocks = new ArrayList<>();
    for (String line : lines(path)) {
      int equals = line.indexOf('=');
      if (line.startsWith("#") || equals < 0) {
        continue;
      }
      if (line.startsWith("COUNT")) {
        blocks.add(new LinkedHashMap<>());
      }
      blocks.getLast().put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return blocks;
  }

  private static List<String> lines(String path) {
    try {
      return Files.readAllLines(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String path) {
    String root = Objects.requireNonNull(System.getProperty("claviger.root"), "claviger.root");
    return Path.of(root, "vectors", path);
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("no value");
    };
  }

  private static Case object(JsonParser json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Object value = value(json);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return new Case(fields);
  }

  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(Objects.requireNonNull(value(json)));
    }
    return elements;
  }
}
