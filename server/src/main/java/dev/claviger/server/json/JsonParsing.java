package dev.claviger.server.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.json.Shape.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Parses one body against a shape.
///
/// The parser only steps over secrets, so they never reach its buffers; [JsonText] takes them from
/// the body itself. Every field is known or refused, so a duplicate is always seen here, where it
/// can be named.
final class JsonParsing {
  private static final int MAX_DEPTH = 5;
  private static final int MAX_NAME = 100;
  private static final int MAX_NUMBER = 20;
  private static final int MAX_TEXT = 8 * 1024;
  private static final int MAX_TOKENS = 20_000;

  private static final Pattern NAMEABLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(MAX_TEXT)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private final byte[] body;

  JsonParsing(byte[] body) {
    this.body = body;
  }

  JsonObject parse(Shape shape) {
    if (!JsonText.isUtf8(body)) {
      throw new InvalidInput("the body", "must be UTF-8");
    }
    var object = new JsonObject();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidInput("the body", "must be a JSON object");
      }
      fill(object, parser, shape);
      if (parser.nextToken() != null) {
        throw new InvalidInput("the body", "must end behind its object");
      }
      return object;
    } catch (JacksonException malformed) { // its message holds a part of the body
      object.close();
      throw malformed(malformed);
    } catch (IOException e) {
      object.close();
      throw new IllegalStateException("an array does not fail to be read", e);
    } catch (RuntimeException e) {
      object.close();
      throw e;
    }
  }

  private static InvalidInput malformed(JacksonException malformed) {
    var place = malformed.getLocation();
    String where =
        place == null
            ? ""
            : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    return new InvalidInput("the body", "is not valid JSON, or beyond its limits" + where);
  }

  private void fill(JsonObject object, JsonParser parser, Shape shape) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Field field = shape.field(name);
      if (field == null) {
        throw new InvalidInput(
            NAMEABLE.matcher(name).matches() ? name : "a field", "is not known here");
      }
      if (object.has(name)) {
        throw new InvalidInput(name, "stands there twice");
      }
      put(object, parser, field);
    }
    for (Field field : shape.fields()) {
      if (field.required() && !object.has(field.name())) {
        throw new InvalidInput(field.name(), "is missing");
      }
    }
  }

  private void put(JsonObject object, JsonParser parser, Field field) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL && field.nullable()) {
      object.put(field.name(), null);
      return;
    }
    switch (field.kind()) {
      case TEXT -> {
        expect(token == JsonToken.VALUE_STRING, field, "text");
        object.put(field.name(), parser.getText());
      }
      case SECRET -> {
        expect(token == JsonToken.VALUE_STRING, field, "text");
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        object.put(field.name(), JsonText.secret(body, start, field.name()));
      }
      case FLAG -> {
        expect(token.isBoolean(), field, "true or false");
        object.put(field.name(), parser.getBooleanValue());
      }
      case LIST -> {
        expect(token == JsonToken.START_ARRAY, field, "a list");
        var items = new ArrayList<JsonObject>();
        object.put(field.name(), new JsonObject.Items(items)); // before it is filled, to be closed
        fillList(items, parser, field);
      }
      case WORDS -> {
        expect(token == JsonToken.START_ARRAY, field, "a list of texts");
        object.put(field.name(), new JsonObject.Words(texts(parser, field)));
      }
    }
  }

  private void fillList(List<JsonObject> items, JsonParser parser, Field field) throws IOException {
    Shape shape = field.items() == null ? Shape.EMPTY : field.items();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      expect(token == JsonToken.START_OBJECT, field, "a list of objects");
      var item = new JsonObject();
      items.add(item);
      fill(item, parser, shape);
      token = parser.nextToken();
    }
  }

  private static List<String> texts(JsonParser parser, Field field) throws IOException {
    var texts = new ArrayList<String>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      expect(token == JsonToken.VALUE_STRING, field, "a list of texts");
      texts.add(parser.getText());
      token = parser.nextToken();
    }
    return texts;
  }

  private static void expect(boolean met, Field field, String what) {
    if (!met) {
      throw new InvalidInput(field.name(), "must be " + what);
    }
  }
}
