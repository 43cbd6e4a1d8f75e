package dev.claviger.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.SecretValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallingTheManagementPlaneTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @AutoClose final ManagementServer elsewhere = new ManagementServer();

  @AutoClose
  final SecretValue token = SecretValue.copyOf("clv_usr_x".getBytes(StandardCharsets.US_ASCII));

  final ManagementPlane plane =
      new ManagementPlane(new Connections(ServerAddress.parse(server.address()), null), token);

  @Test
  void proves_who_calls() {
    server.answers("GET /api/v1/spaces/shop", 200, "{\"name\":\"shop\"}");
    assertThat(plane.get("/spaces/shop").text("name")).isEqualTo("shop");
    assertThat(server.last().authorization()).isEqualTo("Bearer clv_usr_x");
    assertThat(server.last().idempotencyKey()).isEmpty();
  }

  @Test
  void follows_no_redirect_with_its_token() {
    server.redirects("GET /api/v1/spaces/shop", elsewhere.address() + "/api/v1/spaces/shop");
    server.redirects("PATCH /api/v1/spaces/shop", elsewhere.address() + "/api/v1/spaces/shop");
    assertThatThrownBy(() -> plane.get("/spaces/shop"))
        .isInstanceOf(ServerProblem.class)
        .hasMessageContaining("does not answer like a Claviger server");
    try (var body = new RequestBody()) {
      assertThatThrownBy(() -> plane.patch("/spaces/shop", body)).isInstanceOf(ServerProblem.class);
    }
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void posts_carry_a_key_that_is_new_each_time() {
    server.answers("POST /api/v1/spaces", 201, "{}");
    for (int i = 0; i < 2; i++) {
      try (var body = new RequestBody()) {
        plane.post("/spaces", body.text("name", "shop"));
      }
    }
    assertThat(server.received())
        .extracting(ManagementServer.Received::idempotencyKey)
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(server.last().type()).isEqualTo("application/json");
  }

  @Test
  void knows_patch_too() {
    server.answers("PATCH /api/v1/spaces/shop", 200, "{\"name\":\"shop\"}");
    try (var body = new RequestBody()) {
      assertThat(plane.patch("/spaces/shop", body.text("description", "x")).text("name"))
          .isEqualTo("shop");
    }
    assertThat(server.last().authorization()).isEqualTo("Bearer clv_usr_x");
    assertThat(server.last().body()).isEqualTo("{\"description\":\"x\"}");
  }

  @Test
  void reads_all_pages_of_a_list() {
    server.answers("GET /api/v1/spaces", 200, "{\"spaces\":[{}],\"next\":\"a b\"}");
    var first = plane.get("/spaces?deleted=true");
    assertThat(first.text("next")).isEqualTo("a b");
    server.answers("GET /api/v1/spaces", 200, "{\"spaces\":[{\"name\":\"shop\"}]}");
    assertThat(plane.list("/spaces?deleted=true", "spaces")).hasSize(1);
    assertThat(server.last().call()).isEqualTo("GET /api/v1/spaces?deleted=true&limit=1000");
  }

  @Test
  void names_are_escaped() {
    assertThat(new Query().with("q", "a b&c=d/ü").with("none", null))
        .hasToString("?q=a%20b%26c%3Dd%2F%C3%BC");
  }
}
