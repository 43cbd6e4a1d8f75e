package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The encoders that agents really use print the value; nothing of it may be left.
class MaskingWhatProgramsEncodeTest {
  private static final String MASK = "[SECRET_REDACTED]";
  private static final List<String> VALUES =
      List.of(
          "sk-proj-4f8hQ2+/x=",
          "p@ss w/rd \"quoted\" & <more> 'é€𝄞' ~!*()",
          "line one \\ back\nline two\ttab\n",
          "a-long-value-that-fills-more-than-one-line-of-base64-".repeat(4) + "?");

  private static final List<List<String>> PROGRAMS =
      List.of(
          List.of("python3", "-c", "import os,json;print(json.dumps(os.environ['V']))"),
          List.of(
              "python3",
              "-c",
              "import os,json;print(json.dumps(os.environ['V'],ensure_ascii=False))"),
          List.of("python3", "-c", "import os,urllib.parse as u;print(u.quote(os.environ['V']))"),
          List.of(
              "python3", "-c", "import os,urllib.parse as u;print(u.quote_plus(os.environ['V']))"),
          List.of(
              "python3",
              "-c",
              "import os,base64;print(base64.b64encode(os.environb[b'V']).decode())"),
          List.of(
              "python3",
              "-c",
              "import os,base64;print(base64.urlsafe_b64encode(b'u:'+os.environb[b'V']).decode())"),
          List.of("python3", "-c", "import os;print(os.environb[b'V'].hex())"),
          List.of("node", "-e", "console.log(JSON.stringify(process.env.V))"),
          List.of("node", "-e", "console.log(encodeURIComponent(process.env.V))"),
          List.of("node", "-e", "console.log(new URLSearchParams({v:process.env.V}).toString())"),
          List.of("node", "-e", "console.log(Buffer.from(process.env.V).toString('hex'))"),
          List.of("sh", "-c", "printf %s \"$V\" | base64"),
          List.of("sh", "-c", "echo \"$V\" | base64 -w0"),
          List.of("sh", "-c", "printf %s \"$V\" | openssl base64"),
          List.of("sh", "-c", "printf %s \"$V\" | od -An -v -tx1 | tr -d ' \\n' | fold -w 60"),
          List.of("bash", "-c", "exec 2>&1; PS4=; set -x; : \"$V\""),
          List.of("bash", "-c", "printf '%q' \"$V\""),
          List.of("sh", "-c", "echo \"$V\""));

  static Stream<Arguments> combinations() {
    return PROGRAMS.stream()
        .flatMap(program -> VALUES.stream().map(value -> Arguments.of(program, value)));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void leaves_nothing(List<String> program, String value) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("V", value);
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();

    var known = new KnownValues();
    try (var secret = SecretValue.copyOf(value.getBytes(UTF_8))) {
      known.learn(Map.of(new SecretName("V"), secret));
    }
    var masker = new Masker(known::patterns);
    String printed =
        new String(masker.next(output, output.length), UTF_8) + new String(masker.end(), UTF_8);
    assertThat(printed).contains(MASK);
    // Quotes, a name, a command and padding, line breaks, and the base64 characters shared with
    // neighbours.
    assertThat(printed.replace(MASK, "").replaceAll("[\"'$:\\s=]|v=|%0A|\\\\n|0a|dTp", ""))
        .as(printed)
        .hasSizeLessThan(2 * 4);
  }
}
