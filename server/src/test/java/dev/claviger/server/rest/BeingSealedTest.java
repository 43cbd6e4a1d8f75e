package dev.claviger.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeingSealedTest {
  private static final String KEY = "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8=";
  private static final String OTHER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=";

  @Test
  void answers_only_what_needs_no_key(@TempDir Path folder) {
    new RunningServer(folder, Map.of("CLAVIGER_MASTER_KEY", KEY)).close();
    try (var sealed = new RunningServer(folder, Map.of("CLAVIGER_MASTER_KEY", OTHER_KEY))) {
      assertThat(sealed.anonymous("GET", "/health").send().status()).isEqualTo(503);
      assertThat(sealed.anonymous("GET", "/ready").send().status()).isEqualTo(503);
      assertThat(sealed.anonymous("GET", "/api/v1/server").send().text("state"))
          .isEqualTo("sealed");
      assertThat(sealed.onServicePlane("GET", "/api/v1/server").send().text("state"))
          .isEqualTo("sealed");
      var refused = sealed.by("clv_usr_x", "GET", "/api/v1/spaces").send();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("sealed");
    }
  }
}
