package dev.claviger.crypto;

import dev.claviger.model.Id;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/// The master key from the setting `CLAVIGER_MASTER_KEY`, or from the file that
/// `CLAVIGER_MASTER_KEY_FILE` names (I1, S1). Never stored.
public final class EnvironmentKeyProvider implements KeyProvider {
  private static final String MAKE_ONE = "; make one with: openssl rand -base64 32";

  private final MasterKey key;
  private final SecureRandom random;

  private EnvironmentKeyProvider(MasterKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /// Takes standard or URL-safe base64 of exactly 32 bytes; a line end behind it is ignored.
  ///
  /// @param text stays the caller's to clear
  /// @throws MasterKeyInvalid if it is empty, something else, or not random: never repeats `text`
  public static EnvironmentKeyProvider of(byte[] text, SecureRandom random) {
    byte[] key = decoded(text);
    try {
      refuseWeak(key);
      return new EnvironmentKeyProvider(new MasterKey(key), random);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// As the other one, for text in characters.
  public static EnvironmentKeyProvider of(char[] text, SecureRandom random) {
    byte[] bytes = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      bytes[i] = text[i] < 0x80 ? (byte) text[i] : -1; // nothing beyond ASCII is base64
    }
    try {
      return of(bytes, random);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// The error for a setting that is not there.
  public static MasterKeyInvalid missing() {
    return MasterKeyInvalid.missing("CLAVIGER_MASTER_KEY is not set" + MAKE_ONE);
  }

  private static byte[] decoded(byte[] text) {
    int length = text.length;
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
      length--;
    }
    if (length == 0) {
      throw missing();
    }
    byte[] line = Arrays.copyOf(text, length);
    byte[] key = decodedLine(line);
    if (key.length != MasterKey.BYTES) {
      int found = key.length;
      Arrays.fill(key, (byte) 0);
      throw malformed("must be base64 of exactly 32 bytes, and it has " + found);
    }
    return key;
  }

  private static byte[] decodedLine(byte[] line) {
    boolean urlSafe = false;
    for (byte letter : line) {
      urlSafe |= letter == '-' || letter == '_';
    }
    try {
      return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(line);
    } catch (IllegalArgumentException _) { // its message holds a part of the text
      throw malformed("must be base64 of exactly 32 bytes, and is not base64");
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /// What a person types or an example shows is refused: a random key looks so once in 10^13.
  private static void refuseWeak(byte[] key) {
    boolean allEqual = true;
    boolean printable = true;
    for (byte b : key) {
      allEqual &= b == key[0];
      printable &= b >= ' ' && b <= '~';
    }
    if (allEqual || printable) {
      throw malformed("must be random, and looks like a text or an example");
    }
  }

  private static MasterKeyInvalid malformed(String rule) {
    return MasterKeyInvalid.malformed("CLAVIGER_MASTER_KEY " + rule + MAKE_ONE);
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public WrappedKey wrap(RootKey root, Id instance) {
    return key.wrap(root, instance, random);
  }

  @Override
  public RootKey unwrap(WrappedKey wrapped, Id instance) {
    return key.unwrap(wrapped, instance);
  }
}
