package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.json.JsonWriter;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for: `limit` and `after` of the query.
///
/// @param limit 1 to [#MAX]
/// @param after what the cursor stands for; null on the first page
record Page(int limit, @Nullable String after) {
  static final int MAX = 1_000;
  static final int DEFAULT = 100;

  static Page of(Call call) {
    return new Page(
        call.query("limit").map(Page::limit).orElse(DEFAULT),
        call.query("after").map(Page::opened).orElse(null));
  }

  private static int limit(String text) {
    if (text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX) {
        return limit;
      }
    }
    throw new InvalidInput("limit", "must be 1 to " + MAX);
  }

  private static String opened(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
    } catch (IllegalArgumentException _) {
      throw notOurs();
    }
  }

  /// For a cursor that no answer of ours held.
  static InvalidInput notOurs() {
    return new InvalidInput("after", "must be the cursor of a former answer");
  }

  static String cursor(String position) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(UTF_8));
  }

  /// Writes this part of a list that the core gives as a whole.
  ///
  /// @param name of the list in the document
  /// @param key tells the items apart
  <T> Reply of(String name, List<T> all, Function<T, String> key, BiConsumer<JsonWriter, T> item) {
    int from = after == null ? 0 : 1 + indexOf(all, key, after);
    int to = Math.min(all.size(), from + limit);
    var json = new JsonWriter().object().list(name);
    all.subList(from, to).forEach(one -> item.accept(json, one));
    json.endList();
    json.field("next", to < all.size() ? cursor(key.apply(all.get(to - 1))) : null);
    return Reply.ok(json.endObject());
  }

  private static <T> int indexOf(List<T> all, Function<T, String> key, String position) {
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(position)) {
        return i;
      }
    }
    throw notOurs();
  }
}
