package dev.claviger.cli.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Builds the part of an address behind `?`.
public final class Query {
  private final StringBuilder text = new StringBuilder();

  /// A parameter; left out where `value` is null.
  public Query with(String name, @Nullable String value) {
    if (value != null) {
      text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value));
    }
    return this;
  }

  /// Text as a part of a path or a query.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
