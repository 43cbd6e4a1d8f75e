package dev.claviger.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoringValuesTest {
  private static final String PUT = "PUT /api/v1/spaces/shop/secrets/KEY";
  private static final String BATCH = "POST /api/v1/spaces/shop/secrets/batch";

  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void someone_with_a_token() {
    scene =
        new Scene(folder)
            .with("CLAVIGER_SERVER", server.address())
            .with("CLAVIGER_TOKEN", "clv_usr_token");
    server.answers(PUT, 200, "{\"key_name\":\"KEY\",\"version\":8}");
    server.answers(
        BATCH,
        200,
        """
        {"results":[{"key_name":"A","change":"new","version":1},
                    {"key_name":"B","change":"changed","version":3}]}
        """);
  }

  int set(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "secret";
    all[1] = "set";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new Dispatcher(scene.surroundings()).execute(all);
  }

  String sentValue() {
    String body = server.last().body();
    String encoded = body.replaceAll(".*\"value\":\"([^\"]*)\".*", "$1");
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  @Test
  void from_standard_input_is_byte_for_byte() {
    scene.withInput("one\ntwo\n");
    assertThat(set("shop/production", "KEY=-")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().call()).isEqualTo(PUT + "?environment=production");
    assertThat(sentValue()).isEqualTo("one\ntwo\n");
    assertThat(scene.stdout()).isEqualTo("KEY version 8 in shop/production\n");
    assertThat(scene.stderr()).isEmpty();
  }

  @Test
  void one_line_with_a_break_at_its_end_is_kept_and_pointed_out() {
    scene.withInput("value\n");
    assertThat(set("shop/production", "KEY", "-")).isEqualTo(ExitCodes.OK);
    assertThat(sentValue()).isEqualTo("value\n");
    assertThat(scene.stderr()).contains("ends with a line break, which is kept");
  }

  @Test
  void from_a_file() throws IOException {
    Files.writeString(folder.resolve("key.pem"), "pem");
    assertThat(set("shop/production", "KEY=@key.pem")).isEqualTo(ExitCodes.OK);
    assertThat(sentValue()).isEqualTo("pem");
  }

  @Test
  void from_base64() {
    scene.withInput("aGVsbG8=\n");
    assertThat(set("shop/production", "KEY=-", "--encoding", "base64")).isEqualTo(ExitCodes.OK);
    assertThat(sentValue()).isEqualTo("hello");
  }

  @Test
  void from_the_command_line_works_and_warns_without_the_value() {
    assertThat(set("shop/production", "KEY=hunter2/x=y")).isEqualTo(ExitCodes.OK);
    assertThat(sentValue()).isEqualTo("hunter2/x=y");
    assertThat(scene.stderr())
        .startsWith("claviger: the value of KEY stands in the command line")
        .doesNotContain("hunter2");
  }

  @Test
  void from_a_prompt_that_hides_it() {
    scene.withPerson("typed");
    assertThat(set("shop/production", "KEY")).isEqualTo(ExitCodes.OK);
    assertThat(sentValue()).isEqualTo("typed");
    assertThat(scene.questions()).containsExactly("Value for KEY (hidden, Ctrl-D to end): ");
  }

  @Test
  void needs_a_source_where_nobody_can_be_asked() {
    assertThat(set("shop/production", "KEY")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("KEY=-").contains("KEY=@FILE");
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("PUT"));
  }

  @Test
  void carries_what_is_said_about_it() {
    scene.withInput("x");
    assertThat(
            set("shop/production", "KEY=-", "--description", "a \"b\"", "--expired-use", "allow"))
        .isEqualTo(ExitCodes.OK);
    assertThat(server.last().body())
        .contains("\"description\":\"a \\\"b\\\"\"")
        .contains("\"expired_use\":\"allow\"");
  }

  @Test
  void a_description_alone_leaves_the_value_as_it_is() {
    assertThat(set("shop/production", "KEY", "--description", "new")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().body()).isEqualTo("{\"description\":\"new\"}");
  }

  @Test
  void says_until_when_the_former_version_works() {
    scene.withInput("x");
    server.answers(
        "GET /api/v1/spaces/shop/secrets/KEY/versions",
        200,
        "{\"versions\":[{\"version\":8},"
            + "{\"version\":7,\"grace_until\":\"2026-11-29T09:41:00.000Z\"}]}");
    assertThat(set("shop/production", "KEY=-", "--grace", "4d")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).contains("\nVersion 7 works until Nov 29 ");
  }

  @Test
  void a_bad_name_is_refused_before_anything_is_read() {
    scene.withInput("x");
    assertThat(set("shop/production", "../x=-")).isEqualTo(ExitCodes.USAGE);
    assertThat(set("shop/production", "A B=-")).isEqualTo(ExitCodes.USAGE);
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("PUT"));
  }

  @Nested
  class Several_at_once {
    @Test
    void are_one_call() {
      scene.withInput("one");
      assertThat(set("shop/production", "A=-", "B=two")).isEqualTo(ExitCodes.OK);
      assertThat(server.last().call()).isEqualTo(BATCH + "?environment=production");
      assertThat(server.last().idempotencyKey()).isNotEmpty();
      assertThat(scene.stdout()).isEqualTo("A  new      version 1\nB  changed  version 3\n");
    }

    @Test
    void come_from_a_dotenv_file() throws IOException {
      Files.writeString(folder.resolve("app.env"), "A=one\nexport B=\"t\\nwo\"\n");
      assertThat(set("shop/production", "--from", "app.env")).isEqualTo(ExitCodes.OK);
      assertThat(server.last().body())
          .isEqualTo(
              "{\"secrets\":[{\"key_name\":\"A\",\"value\":\"b25l\",\"encoding\":\"base64\"},"
                  + "{\"key_name\":\"B\",\"value\":\"dAp3bw==\",\"encoding\":\"base64\"}]}");
      assertThat(scene.stderr()).endsWith("1 new, 1 changed, 0 the same in shop/production\n");
    }

    @Test
    void a_file_that_is_wrong_stores_nothing() throws IOException {
      Files.writeString(folder.resolve("app.env"), "A=one\nhunter2\n");
      assertThat(set("shop/production", "--from", "app.env")).isEqualTo(ExitCodes.USAGE);
      assertThat(scene.stderr()).contains("app.env line 2 has no =").doesNotContain("hunter2");
      assertThat(server.received()).noneMatch(each -> each.call().startsWith("POST"));
    }

    @Test
    void only_one_can_come_from_standard_input() {
      assertThat(set("shop/production", "A=-", "B=-")).isEqualTo(ExitCodes.USAGE);
    }
  }
}
