package dev.claviger.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.http.BearerToken;
import dev.claviger.server.http.Target;
import dev.claviger.server.json.Shape.Field;
import java.util.Optional;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileRequestFuzzTest {
  private static final String MINUTE = "1m";
  private static final Shape SHAPE =
      Shape.of(
          Field.text("key_name"),
          Field.secret("value"),
          Field.flag("disabled"),
          Field.words("only"),
          Field.list("secrets", Shape.of(Field.text("key_name"), Field.secret("value"))));

  /// Whoever reads the path sees the same segments, or nobody sees any.
  @FuzzTest(maxDuration = MINUTE)
  void a_path_and_a_query(FuzzedDataProvider data) {
    String path = data.consumeString(200);
    String query = data.consumeRemainingAsString();
    try {
      Target target = Target.parse(path, query);
      assertThat(target.segments())
          .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."))
          .noneMatch(segment -> segment.chars().anyMatch(c -> "/\\;".indexOf(c) >= 0 || c < ' '));
      assertThat(target.query()).doesNotContainKeys("token", "access_token", "api_key");
    } catch (InvalidInput _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_body(byte[] input) {
    try (JsonObject parsed = JsonObject.parse(input.clone(), SHAPE)) {
      Optional<String> name = parsed.text("key_name");
      assertThat(name).isNotNull();
    } catch (ClavigerException refused) {
      String text = new String(input, UTF_8);
      if (text.length() >= 24) {
        assertThat(refused.getMessage()).doesNotContain(text);
      }
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void an_authorization(FuzzedDataProvider data) {
    byte[] token = BearerToken.of(data.consumeRemainingAsString());
    assertThat(token).isNotNull();
  }
}
