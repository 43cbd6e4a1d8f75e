package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `find`: names and descriptions, in every scope that the caller may list.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingSecretsTest {
  Instance instance;

  FindingSecretsTest(@TempDir Path folder) {
    instance = new Instance(ServerProcess.Plan.in(folder));
  }

  @BeforeAll
  void three_spaces() {
    for (String space : List.of("billing", "shop")) {
      instance.admin().post("/api/v1/spaces", "{\"name\":\"" + space + "\"}").expect(201);
    }
    create("billing", "production", "STRIPE_KEY", "pays 100% of the bills");
    create("billing", "development", "STRIPE_KEY", "");
    create("default", "development", "OTHER", "see Stripe's page");
    create("shop", "production", "STRIPE_WEBHOOK", "");
    create("shop", "production", "UNRELATED", "");
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  private void create(String space, String environment, String name, String description) {
    instance
        .admin()
        .post(
            "/api/v1/spaces/" + space + "/secrets",
            "{\"key_name\":\"%s\",\"environment\":\"%s\",\"value\":\"stripe-value\",\"description\":\"%s\"}"
                .formatted(name, environment, description))
        .expect(201);
  }

  private static List<String> found(Rest rest, String text) {
    return found(rest, text, 100);
  }

  private static List<String> found(Rest rest, String text, int limit) {
    var found = new ArrayList<String>();
    String after = "";
    do {
      Json page =
          rest.get(
                  "/api/v1/find?limit="
                      + limit
                      + "&q="
                      + URLEncoder.encode(text, UTF_8).replace("+", "%20")
                      + after)
              .expect(200)
              .json();
      assertThat(page.list("secrets")).hasSizeLessThanOrEqualTo(limit);
      page.list("secrets")
          .forEach(
              one ->
                  found.add(
                      one.text("space")
                          + "/"
                          + one.text("environment")
                          + "/"
                          + one.text("key_name")));
      after = page.has("next") ? "&after=" + page.text("next") : "";
    } while (!after.isEmpty());
    return found;
  }

  private Rest userWith(String name, String role, String where) {
    String token = instance.user(name);
    instance.bind("user:" + name, role, where);
    return instance.stranger().as(token);
  }

  @Test
  void it_looks_everywhere_in_any_case() {
    List<String> all =
        List.of(
            "billing/development/STRIPE_KEY",
            "billing/production/STRIPE_KEY",
            "default/development/OTHER",
            "shop/production/STRIPE_WEBHOOK");
    assertThat(found(instance.admin(), "stripe")).isEqualTo(all);
    assertThat(found(instance.admin(), "STRIPE")).isEqualTo(all);
    assertThat(found(instance.admin(), "stripe", 1)).isEqualTo(all);
    assertThat(found(instance.admin(), "stripe", 3)).isEqualTo(all);
  }

  @Test
  void neither_values_nor_patterns_are_looked_for() {
    assertThat(found(instance.admin(), "stripe-value")).isEmpty();
    assertThat(found(instance.admin(), "STR%KEY")).isEmpty();
    assertThat(found(instance.admin(), "STRIPE.KEY")).isEmpty();
    assertThat(found(instance.admin(), "0% of")).containsExactly("billing/production/STRIPE_KEY");
    String body = instance.admin().get("/api/v1/find?q=stripe").body();
    assertThat(body).doesNotContain("stripe-value").doesNotContain("masked");
  }

  @Test
  void it_shows_only_what_may_be_listed() {
    assertThat(found(userWith("a", "developer", "billing/production"), "stripe"))
        .containsExactly("billing/production/STRIPE_KEY");
    assertThat(found(userWith("b", "viewer", "shop"), "stripe"))
        .containsExactly("shop/production/STRIPE_WEBHOOK");
    assertThat(found(userWith("c", "agent", "everywhere"), "stripe")).isEmpty();
    assertThat(found(instance.stranger().as(instance.user("d")), "stripe")).isEmpty();
  }

  @Test
  void it_keeps_to_names_and_to_the_scope_of_a_token() {
    Rest named = instance.stranger().as(instance.user("e"));
    instance
        .admin()
        .post(
            "/api/v1/bindings",
            "{\"principal\":\"user:e\",\"role\":\"viewer\",\"where\":\"everywhere\","
                + "\"only\":[\"STRIPE_WEBHOOK\"]}")
        .expect(201);
    assertThat(found(named, "stripe")).containsExactly("shop/production/STRIPE_WEBHOOK");
    String limited =
        instance
            .admin()
            .post("/api/v1/tokens", "{\"name\":\"t\",\"scope\":\"billing/development\"}")
            .expect(201)
            .json()
            .text("token");
    assertThat(found(instance.stranger().as(limited), "stripe"))
        .containsExactly("billing/development/STRIPE_KEY");
  }

  @Test
  void odd_questions_are_refused() {
    for (String query :
        List.of("?q=", "?q=%20", "?q=" + "x".repeat(201), "?q=a&after=bm9uZQ", "?q=a&limit=0")) {
      assertThat(instance.admin().get("/api/v1/find" + query).code())
          .as(query)
          .isEqualTo("invalid_input");
    }
    String agent = instance.agent("finder", "default/development");
    assertThat(instance.stranger().as(agent).get("/api/v1/find?q=a").code())
        .isEqualTo("wrong_plane");
  }
}
