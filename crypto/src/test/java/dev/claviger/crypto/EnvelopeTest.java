package dev.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.crypto.Vectors.Case;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R2, I2: values are sealed as `vectors/envelope/envelope_v1.json` says, and open in one place
/// only.
class EnvelopeTest {
  static final Case FILE = Vectors.json("envelope/envelope_v1.json");
  static final List<Case> CASES = FILE.cases("cases");
  static final Id INSTANCE = new Id(FILE.text("instance_id"));
  static final int GENERATION = 3;

  /// Of the large one, one bit of each byte is flipped: half a million would show nothing new.
  static final List<Case> SMALL =
      CASES.stream().filter(one -> one.hex("envelope").length < 1024).toList();

  final SpaceKey spaceKey = new SpaceKey(GENERATION, FILE.hex("space_key"));
  final SecretCipher cipher = cipher(INSTANCE, spaceKey);

  @Test
  void every_published_envelope_opens() {
    assertThat(CASES).hasSize(6);
    for (Case one : CASES) {
      try (SecretValue value = cipher.open(context(one), envelope(one))) {
        value.lend(bytes -> assertThat(bytes).isEqualTo(one.hex("plaintext")));
      }
    }
  }

  @Test
  void every_published_value_is_sealed_to_the_byte() {
    for (Case one : CASES) {
      try (SecretValue value = SecretValue.copyOf(one.hex("plaintext"))) {
        assertThat(cipher.seal(context(one), value, one.hex("salt"), one.hex("nonce")))
            .isEqualTo(envelope(one));
      }
      assertThat(context(one).encoded(INSTANCE)).isEqualTo(one.hex("aad_context"));
      assertThat(envelope(one).generation()).isEqualTo(one.number("key_gen"));
    }
  }

  @Test
  void no_row_opens_in_the_place_of_another() {
    for (Case row : CASES) {
      for (Case place : CASES) {
        if (!row.equals(place)) {
          assertRefused(context(place), row.hex("envelope"));
        }
      }
    }
  }

  @Test
  void no_part_of_the_place_may_differ() {
    Case one = CASES.getFirst();
    byte[] bytes = one.hex("envelope");
    EnvelopeContext right = context(one);
    var elsewhere = new Id("0d".repeat(16));
    var otherSecret = new SecretId(right.id().space(), elsewhere);
    var otherSpace = new SecretId(elsewhere, right.id().secret());
    Scope scope = right.ref().scope();
    var staging = new Scope(scope.space(), new EnvironmentName("staging"));
    var renamed = new SecretRef(scope, new SecretName("OPENAI_API_KEY2"));
    var moved = new SecretRef(staging, right.ref().name());

    assertRefused(new EnvelopeContext(right.id(), right.ref(), new Version(2)), bytes);
    assertRefused(new EnvelopeContext(otherSecret, right.ref(), right.version()), bytes);
    assertRefused(new EnvelopeContext(otherSpace, right.ref(), right.version()), bytes);
    assertRefused(new EnvelopeContext(right.id(), moved, right.version()), bytes);
    assertRefused(new EnvelopeContext(right.id(), renamed, right.version()), bytes);
    assertThatThrownBy(() -> cipher(elsewhere, spaceKey).open(right, new Envelope(bytes)))
        .isInstanceOf(DecryptionFailed.class);
  }

  @Test
  void no_bit_may_differ() {
    for (Case one : SMALL) {
      EnvelopeContext where = context(one);
      byte[] bytes = one.hex("envelope");
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        assertRefused(where, flipped(bytes, bit));
      }
    }
  }

  @Test
  void no_byte_of_a_large_one_may_differ() {
    Case large = CASES.getLast();
    EnvelopeContext where = context(large);
    byte[] bytes = large.hex("envelope");
    assertThat(bytes).hasSizeGreaterThan(64 * 1024);
    for (int at = 0; at < bytes.length; at++) {
      assertRefused(where, flipped(bytes, at * 8 + at % 8));
    }
  }

  @Test
  void nothing_may_be_cut_off_or_added() {
    Case one = CASES.getFirst();
    byte[] bytes = one.hex("envelope");
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(context(one), Arrays.copyOf(bytes, length));
    }
    assertRefused(context(one), Arrays.copyOf(bytes, bytes.length + 1));
  }

  /// There is no fallback, and nothing is tried.
  @Test
  void an_unknown_format_or_suite_is_an_error() {
    Case one = CASES.getFirst();
    for (int suite : new int[] {0, 2, 3, 4, 0x80, 0xff}) {
      assertRefused(context(one), with(one.hex("envelope"), 3, suite));
    }
    assertRefused(context(one), with(one.hex("envelope"), 2, 2));
  }

  @Test
  void another_key_of_the_same_generation_does_not_open_it() {
    Case one = CASES.getFirst();
    SecretCipher other = cipher(INSTANCE, SpaceKey.generate(GENERATION, new SecureRandom()));
    assertThatThrownBy(() -> other.open(context(one), envelope(one)))
        .isInstanceOf(DecryptionFailed.class)
        .hasMessage("the stored value cannot be decrypted");
  }

  @Test
  void former_keys_read_and_the_current_one_writes() {
    var next = SpaceKey.generate(GENERATION + 1, new SecureRandom());
    var both = new SecretCipher(INSTANCE, new Ring(List.of(spaceKey, next)), new SecureRandom());
    Case one = CASES.getFirst();
    both.open(context(one), envelope(one)).close();
    try (SecretValue value = SecretValue.copyOf(one.hex("plaintext"))) {
      Envelope sealed = both.seal(context(one), value);
      assertThat(sealed.generation()).isEqualTo(GENERATION + 1);
      both.open(context(one), sealed).close();
      assertRefused(context(one), sealed.bytes());
    }
  }

  /// I2: salt and nonce are fresh each time.
  @Test
  void sealing_twice_gives_two_envelopes() {
    EnvelopeContext where = context(CASES.getFirst());
    try (SecretValue value = SecretValue.copyOf(new byte[] {1})) {
      Envelope first = cipher.seal(where, value);
      Envelope second = cipher.seal(where, value);
      assertThat(first.salt()).isNotEqualTo(second.salt());
      assertThat(first.nonce()).isNotEqualTo(second.nonce());
      assertThat(first.digest()).isNotEqualTo(second.digest());
      assertThat(first.digest()).isEqualTo(Digest.sha256(first.bytes()));
    }
  }

  @Test
  void a_value_of_the_largest_size_comes_back() {
    byte[] largest = new byte[SecretValue.MAX_BYTES];
    EnvelopeContext where = context(CASES.getFirst());
    try (SecretValue value = SecretValue.copyOf(largest);
        SecretValue opened = cipher.open(where, cipher.seal(where, value))) {
      opened.lend(bytes -> assertThat(bytes).isEqualTo(largest));
    }
  }

  private void assertRefused(EnvelopeContext where, byte[] bytes) {
    assertThatThrownBy(() -> cipher.open(where, new Envelope(bytes)))
        .isInstanceOf(DecryptionFailed.class);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    return with(bytes, bit / 8, bytes[bit / 8] ^ (1 << (bit % 8)));
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    return ByteBuffer.wrap(bytes.clone()).put(at, (byte) value).array();
  }

  private static Envelope envelope(Case one) {
    return new Envelope(one.hex("envelope"));
  }

  /// The name of the space is in no context, for its id is.
  private static EnvelopeContext context(Case one) {
    var scope = new Scope(new SpaceName("payments"), new EnvironmentName(one.text("environment")));
    return new EnvelopeContext(
        new SecretId(new Id(one.text("space_id")), new Id(one.text("secret_id"))),
        new SecretRef(scope, new SecretName(one.text("name"))),
        new Version(one.number("version")));
  }

  private static SecretCipher cipher(Id instance, SpaceKey key) {
    return new SecretCipher(instance, new Ring(List.of(key)), new SecureRandom());
  }

  /// The same keys for every space; the last one writes.
  record Ring(List<SpaceKey> keys) implements SpaceKeys {
    @Override
    public SpaceKey writing(Id space) {
      return keys.getLast();
    }

    @Override
    public SpaceKey reading(Id space, int generation) {
      return keys.stream()
          .filter(key -> key.generation() == generation)
          .findFirst()
          .orElseThrow(DecryptionFailed::new);
    }
  }
}
