package dev.claviger.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.model.ClavigerException;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileMessageFuzzTest {
  private static final String MINUTE = "1m";

  @FuzzTest(maxDuration = MINUTE)
  void a_frame_of_connect(byte[] input) {
    try {
      assertThat(ConnectFrames.only(input.clone()).length).isLessThan(input.length);
    } catch (ClavigerException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_message_in_json(byte[] input) {
    try {
      assertThat(MessageJson.getSecret(input.clone())).isNotNull();
    } catch (ClavigerException _) {
      // refused
    }
    try {
      assertThat(MessageJson.getSecrets(input.clone())).isNotNull();
    } catch (ClavigerException _) {
      // refused
    }
  }
}
