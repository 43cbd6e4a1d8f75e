package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.spec.testkit.MarkerForm;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// How values are spelled by those who leak them. Shares nothing with the search for them.
final class MarkerSpelling {
  private MarkerSpelling() {}

  /// Some spellings of `text` in one form, each with something before and behind it.
  static List<String> of(MarkerForm form, String text) {
    return switch (form) {
      case PLAIN -> List.of("key=" + text + ", ok");
      case BASE64 -> base64("abc" + text + "~~~");
      case BASE64_AFTER_1 -> base64("k" + text + "??");
      case BASE64_AFTER_2 -> base64("k=" + text);
      case HEX_LOWER -> List.of("key=" + hex(text) + "00");
      case HEX_UPPER -> List.of("key=" + hex(text).toUpperCase(Locale.ROOT) + "00");
      case URL -> url(text);
      case JSON -> json(text);
    };
  }

  private static List<String> base64(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return List.of(
        Base64.getEncoder().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static List<String> url(String text) {
    String form = URLEncoder.encode(text, UTF_8);
    String everything =
        new String(text.getBytes(UTF_8), ISO_8859_1)
            .chars()
            .mapToObj(one -> "%%%02x".formatted(one))
            .collect(Collectors.joining());
    return List.of("?v=" + form + "&w", "/" + form.replace("+", "%20") + "/", everything);
  }

  private static List<String> json(String text) {
    return List.of(
        escaped(text, MarkerSpelling::always),
        escaped(text, MarkerSpelling::whatJsonDemands),
        escaped(text, one -> one < 128 ? whatJsonDemands(one) : always(one)),
        escaped(
                text,
                one -> one < 128 ? whatJsonDemands(one) : always(one).toUpperCase(Locale.ROOT))
            .replace("\\U", "\\u"),
        escaped(text, one -> one == '/' ? "\\/" : whatJsonDemands(one)),
        escaped(escaped(text, MarkerSpelling::always), MarkerSpelling::whatJsonDemands));
  }

  private static String escaped(String text, IntFunction<String> escape) {
    return text.chars().mapToObj(escape).collect(Collectors.joining("", "{\"value\":\"", "\"}"));
  }

  private static String always(int unit) {
    return "\\u%04x".formatted(unit);
  }

  private static String whatJsonDemands(int unit) {
    return switch (unit) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      default -> String.valueOf((char) unit);
    };
  }
}
