package dev.claviger.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.Watches;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.model.Reach;
import dev.claviger.server.grpc.Protocol.Kind;
import dev.claviger.server.grpc.Protocol.Refused;
import dev.claviger.server.grpc.Protocol.Watching;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.Secret;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse.SecretVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the service plane answers, the same over both protocols (S14, F8, I9).
class ServicePlaneTest {
  private static final Duration HANG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private OpenPlane plane;
  private String agent;

  @BeforeEach
  void two_secrets_and_an_agent() {
    plane = new OpenPlane(folder);
    plane.create("API_KEY", "first");
    plane.create("PASSWORD", "hunter2");
    agent = plane.agent("ci");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_value_is_fetched_by_name(Kind kind) {
    try (Protocol client = client(kind)) {
      GetSecretResponse answer = client.getSecret(agent, secret("API_KEY").build());

      assertThat(answer.getValue().toStringUtf8()).isEqualTo("first");
      assertThat(answer.getVersion()).isEqualTo(1);
      assertThat(answer.getSuccess()).isTrue();
    }
    assertThat(log()).contains("READ ok");
  }

  @ParameterizedTest
  @EnumSource
  void after_a_rotation_both_versions_are_there(Kind kind) {
    plane.rotate("API_KEY", "second");

    try (Protocol client = client(kind)) {
      assertThat(value(client, secret("API_KEY"))).isEqualTo("second");
      assertThat(value(client, secret("API_KEY").setVersion(1))).isEqualTo("first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_refusal_has_its_code(Kind kind) {
    plane.disable("PASSWORD");
    String revoked = plane.agent("gone");
    plane.revoke(revoked);

    try (Protocol client = client(kind)) {
      refused(client, agent, secret("PASSWORD"), "disabled");
      refused(client, agent, secret("MISSING"), "not_available");
      refused(client, agent, secret("API_KEY").setVersion(9), "not_available");
      refused(client, agent, secret("API_KEY").setScope("default/staging"), "access_denied");
      refused(client, agent, secret("API_KEY").setScope("other/production"), "access_denied");
      refused(client, agent, secret("../x"), "invalid_input");
      refused(client, agent, secret(""), "invalid_input");
      refused(client, agent, secret("API_KEY").setScope("a/b/c"), "invalid_input");
      refused(client, agent, secret("API_KEY").setVersion(-1), "invalid_input");
      refused(client, "", secret("API_KEY"), "unauthenticated");
      refused(client, revoked, secret("API_KEY"), "unauthenticated");
      refused(client, agent.replace("clv_agt", "clv_svc"), secret("API_KEY"), "unauthenticated");
      refused(client, plane.adminToken, secret("API_KEY"), "invalid_input");
      refused(
          client, plane.adminToken, secret("MISSING").setScope("default/production"), "not_found");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_token_in_the_message_is_as_good_as_one_in_the_header(Kind kind) {
    try (Protocol client = client(kind)) {
      GetSecretRequest request = secret("API_KEY").setToken(agent).build();

      assertThat(client.getSecret("", request).getValue().toStringUtf8()).isEqualTo("first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_person_fetches_values_too(Kind kind) {
    try (Protocol client = client(kind)) {
      GetSecretRequest request = secret("API_KEY").setScope("default/production").build();

      assertThat(client.getSecret(plane.adminToken, request).getValue().toStringUtf8())
          .isEqualTo("first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void all_values_come_in_pages_by_name(Kind kind) {
    try (Protocol client = client(kind)) {
      GetSecretsResponse all = client.getSecrets(agent, secrets().build());
      assertThat(all.getSecretsList())
          .extracting(Secret::getName)
          .containsExactly("API_KEY", "PASSWORD");
      assertThat(all.getNextPageToken()).isEmpty();

      GetSecretsResponse first = client.getSecrets(agent, secrets().setPageSize(1).build());
      assertThat(first.getSecretsList()).extracting(Secret::getName).containsExactly("API_KEY");
      GetSecretsResponse second =
          client.getSecrets(
              agent, secrets().setPageSize(1).setPageToken(first.getNextPageToken()).build());
      assertThat(second.getSecrets(0).getValue().toStringUtf8()).isEqualTo("hunter2");
      assertThat(second.getNextPageToken()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void named_values_come_alone_or_not_at_all(Kind kind) {
    try (Protocol client = client(kind)) {
      GetSecretsResponse one =
          client.getSecrets(agent, secrets().addSecretNames("PASSWORD").build());
      assertThat(one.getSecretsList()).extracting(Secret::getName).containsExactly("PASSWORD");

      GetSecretsRequest missing = secrets().addSecretNames("API_KEY").addSecretNames("NO").build();
      assertThatThrownBy(() -> client.getSecrets(agent, missing))
          .isInstanceOf(Refused.class)
          .hasMessage("not_available");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_watch_tells_what_there_is_and_then_what_changes(Kind kind) {
    try (Protocol client = client(kind);
        Watching watching = client.watchSecrets(agent, watch())) {
      assertThat(watching.next().getSnapshot().getSecretsList())
          .containsExactly(version("API_KEY", 1), version("PASSWORD", 1));

      plane.rotate("API_KEY", "second");
      assertThat(watching.next().getChanged()).isEqualTo(version("API_KEY", 2));

      plane.core.changes().delete(plane.admin, OpenPlane.ref("PASSWORD"), false, null);
      assertThat(watching.next().getRemoved()).isEqualTo("PASSWORD");

      plane.create("LATER", "x");
      assertThat(watching.next().getChanged()).isEqualTo(version("LATER", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_watch_ends_with_its_credential(Kind kind) {
    try (Protocol client = client(kind);
        Watching watching = client.watchSecrets(agent, watch())) {
      assertThat(watching.next().hasSnapshot()).isTrue();

      plane.revoke(agent);
      assertThatThrownBy(watching::next).isInstanceOf(Refused.class).hasMessage("unauthenticated");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_watch_that_is_not_allowed_is_refused(Kind kind) {
    WatchSecretsRequest elsewhere =
        WatchSecretsRequest.newBuilder().setScope("default/staging").build();
    try (Protocol client = client(kind);
        Watching watching = client.watchSecrets(agent, elsewhere)) {
      assertThatThrownBy(watching::next).isInstanceOf(Refused.class).hasMessage("access_denied");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobody_holds_more_than_so_many_watches_and_an_ended_one_counts_no_more(Kind kind) {
    var open = new ArrayList<Watching>();
    try (Protocol client = client(kind)) {
      for (int i = 0; i < Watches.MAX_PER_PRINCIPAL; i++) {
        Watching watching = client.watchSecrets(agent, watch());
        assertThat(watching.next().hasSnapshot()).isTrue();
        open.add(watching);
      }
      assertThat(refusedOrOpen(client)).isEqualTo("rate_limited");

      open.removeLast().close();
      plane.rotate("API_KEY", "second"); // the server notices when it next has something to say
      Instant end = Instant.now().plus(HANG);
      String outcome;
      do {
        outcome = refusedOrOpen(client);
      } while (outcome.equals("rate_limited") && Instant.now().isBefore(end));
      assertThat(outcome).isEqualTo("open");
    } finally {
      open.forEach(Watching::close);
    }
  }

  private String refusedOrOpen(Protocol client) {
    try (Watching watching = client.watchSecrets(agent, watch())) {
      watching.next();
      return "open";
    } catch (Refused refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private Protocol client(Kind kind) {
    return kind.to(plane.server.port());
  }

  private String value(Protocol client, GetSecretRequest.Builder request) {
    return client.getSecret(agent, request.build()).getValue().toStringUtf8();
  }

  private static void refused(
      Protocol client, String token, GetSecretRequest.Builder request, String code) {
    assertThatThrownBy(() -> client.getSecret(token, request.build()))
        .as("%s", request)
        .isInstanceOf(Refused.class)
        .hasMessage(code);
  }

  private static GetSecretRequest.Builder secret(String name) {
    return GetSecretRequest.newBuilder().setSecretName(name);
  }

  private static GetSecretsRequest.Builder secrets() {
    return GetSecretsRequest.newBuilder();
  }

  private static WatchSecretsRequest watch() {
    return WatchSecretsRequest.getDefaultInstance();
  }

  private static SecretVersion version(String name, long number) {
    return SecretVersion.newBuilder().setName(name).setVersion(number).build();
  }

  private List<String> log() {
    var all = new AuditFilter(null, null, null, null, null, null, null, null, null, true);
    return plane.core.audit().list(plane.admin, Reach.EVERYWHERE, null, all, 1_000).stream()
        .map(listed -> listed.chained().entry().event())
        .map(event -> event.action() + " " + event.outcome())
        .toList();
  }
}
