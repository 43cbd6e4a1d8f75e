package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.client.ServerProblem;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// F5: a disabled secret is listed and never handed out.
class DisabledSecretsTest {
  private static final String ONE = Instance.DEFAULT + "/KEY";

  @TempDir Path folder;
  @AutoClose Instance instance;
  String agent = "";

  @BeforeEach
  void a_secret_that_is_disabled() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    instance.admin().patch("/api/v1/spaces/default", "{\"disclosure\":\"http\"}").expect(200);
    instance.create("KEY", "planted");
    instance.create("OTHER", "other");
    agent = instance.agent("ci", "default/development");
    assertThat(instance.fetch(agent, "KEY")).isEqualTo("planted");
    instance.admin().patch(ONE, "{\"disabled\":true}").expect(200);
  }

  private String fetched() {
    try {
      return instance.fetch(agent, "KEY");
    } catch (ServerProblem problem) {
      return problem.code();
    }
  }

  @Test
  void it_is_listed() {
    Json one = instance.admin().get(ONE).expect(200).json();
    assertThat(one.text("state")).isEqualTo("disabled");
    assertThat(instance.admin().get(Instance.DEFAULT).json().list("secrets"))
        .extracting(each -> each.text("key_name"))
        .containsExactly("KEY", "OTHER");
  }

  @Test
  void it_is_handed_out_nowhere() {
    assertThat(fetched()).isEqualTo("disabled");
    assertThat(instance.admin().get(ONE + "?show_values=true").code()).isEqualTo("disabled");
    assertThat(instance.admin().get(ONE + "/versions/1?show_values=true").code())
        .isEqualTo("disabled");
    String all = instance.admin().get(Instance.DEFAULT + "?show_values=true").expect(200).body();
    assertThat(all).contains("other").doesNotContain("planted");
    String values = instance.service(agent).connect("GetSecrets", "{}").expect(200).body();
    assertThat(values).contains("OTHER").doesNotContain("KEY\"");
  }

  @Test
  void enabled_again_it_is_as_before_and_both_are_on_record() {
    instance.admin().patch(ONE, "{\"disabled\":false}").expect(200);
    assertThat(fetched()).isEqualTo("planted");
    assertThat(instance.audit("&action=UPDATE").toString())
        .contains("reason=disabled")
        .contains("reason=enabled");
  }
}
