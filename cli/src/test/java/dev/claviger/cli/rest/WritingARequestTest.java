package dev.claviger.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WritingARequestTest {
  @Test
  void text_is_escaped_and_left_out_where_there_is_none() {
    try (var body = new RequestBody()) {
      body.text("a", "x\"\\\n\u0001é").text("none", null).truth("t", true).nothing("n");
      assertThat(new String(body.finished(), StandardCharsets.UTF_8))
          .isEqualTo("{\"a\":\"x\\\"\\\\\\u000a\\u0001é\",\"t\":true,\"n\":null}");
    }
  }

  @Test
  void arrays_hold_objects() {
    try (var body = new RequestBody()) {
      body.openArray("all");
      for (String name : new String[] {"A", "B"}) {
        body.openElement().text("name", name).closeElement();
      }
      body.closeArray().text("last", "x");
      assertThat(new String(body.finished(), StandardCharsets.UTF_8))
          .isEqualTo("{\"all\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"last\":\"x\"}");
    }
  }

  @Test
  void nothing_is_left_of_it_when_it_is_closed() {
    var body = new RequestBody();
    body.secret("password", "hunter2".repeat(200).getBytes(StandardCharsets.UTF_8));
    byte[] sent = body.finished();
    assertThat(sent).contains('h');
    body.close();
    assertThat(sent).containsOnly(0);
  }
}
