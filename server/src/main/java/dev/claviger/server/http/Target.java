package dev.claviger.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a request is about: the segments of its path and its query, decoded once, here.
///
/// A path that a router, a proxy and a policy could read differently is refused before anything
/// looks at it: an encoded slash, backslash or zero, a semicolon, an empty segment, `.` and `..`.
///
/// @param segments without the slashes; a root has none
/// @param query each name once
public record Target(List<String> segments, Map<String, String> query) {
  /// In bytes as sent, path and query each.
  public static final int MAX_LENGTH = 4 * 1024;

  /// A credential has no place in an address: it would stand in logs and histories.
  private static final Set<String> CREDENTIALS = Set.of("token", "access_token", "api_key");

  private static final int HEX = 16;

  public Target {
    segments = List.copyOf(segments);
    query = Map.copyOf(query);
  }

  /// Reads path and query as they came over the wire.
  ///
  /// @throws InvalidInput saying what is wrong, without repeating it
  public static Target parse(String rawPath, String rawQuery) {
    if (rawPath.length() > MAX_LENGTH || rawQuery.length() > MAX_LENGTH) {
      throw new InvalidInput("the address", "must be at most " + MAX_LENGTH + " bytes");
    }
    return new Target(segments(rawPath), query(rawQuery));
  }

  private static List<String> segments(String rawPath) {
    if (!rawPath.startsWith("/")) {
      throw new InvalidInput("the path", "must begin with /");
    }
    var segments = new ArrayList<String>();
    if (rawPath.length() > 1) {
      for (String raw : rawPath.substring(1).split("/", -1)) {
        segments.add(segment(raw));
      }
    }
    return segments;
  }

  private static String segment(String raw) {
    if (raw.indexOf(';') >= 0 || raw.indexOf('\\') >= 0) {
      throw new InvalidInput("the path", "must not hold ; or \\");
    }
    String segment = decoded(raw, "the path");
    if (segment.isEmpty()) {
      throw new InvalidInput("the path", "must not hold // or end with /");
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw new InvalidInput("the path", "must not hold the segments . and ..");
    }
    if (segment.chars().anyMatch(c -> c == '/' || c == '\\' || c == ';' || c < ' ' || c == 0x7f)) {
      throw new InvalidInput("the path", "must not hold an encoded / \\ ; or control character");
    }
    return segment;
  }

  private static Map<String, String> query(String rawQuery) {
    var query = new LinkedHashMap<String, String>();
    if (rawQuery.isEmpty()) {
      return query;
    }
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), "the query");
      if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidInput(
            "the query",
            "must not hold a credential; send it as Authorization: Bearer, and end it"
                + " now: it may stand in logs");
      }
      String value =
          equals < 0 ? "" : decoded(pair.substring(equals + 1).replace('+', ' '), "the query");
      if (query.put(name, value) != null) {
        throw new InvalidInput("the query", "must not hold a name twice");
      }
    }
    return query;
  }

  private static String decoded(String raw, String what) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(escaped(raw, i, what));
        i += 2;
      } else if (c >= ' ' && c < 0x7f) {
        bytes.write(c);
      } else {
        throw new InvalidInput(what, "must be ASCII, with others encoded");
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException _) {
      throw new InvalidInput(what, "must be UTF-8");
    }
  }

  private static int escaped(String raw, int at, String what) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), HEX) : -1;
    int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), HEX) : -1;
    if (high < 0 || low < 0) {
      throw new InvalidInput(what, "must have two hex digits behind each %");
    }
    return high * HEX + low;
  }
}
