package dev.claviger.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password hash as stored: `$argon2id$v=19$m=65536,t=3,p=1$SALT$HASH`. Source: the PHC string
/// format. A class, because a record would compare its arrays by identity.
///
/// Parameters are bounded on both sides: whoever writes the database can neither exhaust the
/// server's memory nor weaken a hash unnoticed. The lower bound is I3's.
final class PhcString {
  static final int MIN_MEMORY_KIB = 19_456;
  static final int MAX_MEMORY_KIB = 1024 * 1024;
  static final int MIN_PASSES = 2;
  static final int MAX_PASSES = 10;
  static final int MAX_LANES = 16;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;
  private final Digest hash;

  private PhcString(int memoryKib, int passes, int lanes, byte[] salt, Digest hash) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /// Reads a stored hash, or nothing if it is malformed or a parameter is out of bounds.
  static Optional<PhcString> parse(String text) {
    var matcher = GRAMMAR.matcher(text);
    return matcher.matches() ? parse(matcher.toMatchResult()) : Optional.empty();
  }

  private static Optional<PhcString> parse(MatchResult found) {
    int memoryKib = Integer.parseInt(found.group(1));
    int passes = Integer.parseInt(found.group(2));
    int lanes = Integer.parseInt(found.group(3));
    boolean bounded =
        memoryKib >= MIN_MEMORY_KIB
            && memoryKib <= MAX_MEMORY_KIB
            && passes >= MIN_PASSES
            && passes <= MAX_PASSES
            && lanes <= MAX_LANES;
    if (!bounded) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(found.group(4));
      var hash = new Digest(Base64.getDecoder().decode(found.group(5)));
      return Optional.of(new PhcString(memoryKib, passes, lanes, salt, hash));
    } catch (IllegalArgumentException _) { // a length that base64 cannot have
      return Optional.empty();
    }
  }

  /// Writes a hash as it is stored.
  static String format(int memoryKib, int passes, int lanes, byte[] salt, Digest hash) {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib,
            passes,
            lanes,
            base64.encodeToString(salt),
            base64.encodeToString(hash.bytes()));
  }

  Argon2Parameters parameters() {
    return Argon2id.parameters(memoryKib, passes, lanes).withSalt(salt).build();
  }

  Digest hash() {
    return hash;
  }
}
