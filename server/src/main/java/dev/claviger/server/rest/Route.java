package dev.claviger.server.rest;

import dev.claviger.server.json.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One operation of the API: a method on a path, and what it accepts.
///
/// @param template such as `/api/v1/spaces/{space}`; a part in braces is one segment
/// @param query the parameters it knows; others are refused
/// @param body what the body must look like; null = no body is read
/// @param maxBody in bytes
/// @param open whether it is answered without a credential
record Route(
    Method method,
    String template,
    Set<String> query,
    @Nullable Shape body,
    int maxBody,
    boolean open,
    Handler handler) {
  /// Of a body, unless a route says otherwise.
  static final int MAX_BODY = 2 * 1024 * 1024;

  Route {
    query = Set.copyOf(query);
  }

  /// What a client may do to a resource.
  enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    static boolean isOne(String word) {
      return Arrays.stream(values()).anyMatch(method -> method.name().equals(word));
    }
  }

  /// Parses, calls one method, renders.
  @FunctionalInterface
  interface Handler {
    Reply handle(Call call);
  }

  static Route of(Method method, String template, Handler handler) {
    return new Route(method, template, Set.of(), null, MAX_BODY, false, handler);
  }

  Route taking(String... parameters) {
    return new Route(method, template, Set.of(parameters), body, maxBody, open, handler);
  }

  Route reading(Shape shape) {
    return new Route(method, template, query, shape, maxBody, open, handler);
  }

  Route upTo(int bytes) {
    return new Route(method, template, query, body, bytes, open, handler);
  }

  Route withoutCredential() {
    return new Route(method, template, query, body, maxBody, true, handler);
  }

  /// The parts in braces, if `segments` are this path; else null.
  @Nullable Map<String, String> match(List<String> segments) {
    List<String> parts = parts();
    if (parts.size() != segments.size()) {
      return null;
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return null;
      }
    }
    return variables;
  }

  List<String> parts() {
    return Arrays.asList(template.substring(1).split("/", -1));
  }
}
