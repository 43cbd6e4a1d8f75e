package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32;

/// What a program shows to prove who it is: `clv_<kind>_<id:12><secret:32><crc:6>`, such as
/// `clv_agt_…`, in [Base62].
///
/// The checksum lets a scanner, and this class, refuse a mistyped one without asking anybody. It is
/// the CRC-32 of everything before it. Only [#verifier] is ever stored. Wiped when closed.
public final class Token implements AutoCloseable {
  /// How long every token is.
  public static final int LENGTH = 58;

  private static final String PREFIX = "clv_";
  private static final int KIND_AT = PREFIX.length();
  private static final int ID_AT = KIND_AT + 4;
  private static final int SECRET_AT = ID_AT + TokenId.LENGTH;
  private static final int SECRET_LENGTH = 32;
  private static final int CHECKSUM_AT = SECRET_AT + SECRET_LENGTH;

  private final TokenKind kind;
  private final TokenId id;
  private final byte[] text;

  /// Takes over `text`, which must be a token.
  private Token(TokenKind kind, byte[] text) {
    this.kind = kind;
    this.id = new TokenId(new String(text, ID_AT, TokenId.LENGTH, US_ASCII));
    this.text = text;
  }

  /// A new token, with 190 random bits of secret.
  public static Token mint(TokenKind kind, SecureRandom random) {
    byte[] text = Arrays.copyOf((PREFIX + kind.word() + "_").getBytes(US_ASCII), LENGTH);
    Base62.fill(text, ID_AT, TokenId.LENGTH + SECRET_LENGTH, random);
    putChecksum(text);
    return new Token(kind, text);
  }

  /// Reads a token, or nothing if `text` is not exactly one.
  ///
  /// @param text copied; stays the caller's to clear
  public static Optional<Token> parse(byte[] text) {
    if (text.length != LENGTH) {
      return Optional.empty();
    }
    byte[] copy = text.clone();
    Optional<Token> token = kindOf(copy).map(kind -> new Token(kind, copy));
    if (token.isEmpty()) {
      Arrays.fill(copy, (byte) 0);
    }
    return token;
  }

  /// As the other one, for text in characters.
  public static Optional<Token> parse(CharSequence text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      char letter = text.charAt(i);
      bytes[i] = letter < 0x80 ? (byte) letter : 0; // which is in no token
    }
    try {
      return parse(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Optional<TokenKind> kindOf(byte[] text) {
    if (!new String(text, 0, KIND_AT, US_ASCII).equals(PREFIX) || text[ID_AT - 1] != '_') {
      return Optional.empty();
    }
    for (int i = ID_AT; i < LENGTH; i++) {
      if (!Base62.isDigit(text[i])) {
        return Optional.empty();
      }
    }
    byte[] expected = text.clone();
    putChecksum(expected);
    boolean undamaged = MessageDigest.isEqual(expected, text);
    Arrays.fill(expected, (byte) 0);
    return undamaged
        ? TokenKind.of(new String(text, KIND_AT, ID_AT - 1 - KIND_AT, US_ASCII))
        : Optional.empty();
  }

  private static void putChecksum(byte[] text) {
    var checksum = new CRC32();
    checksum.update(text, 0, CHECKSUM_AT);
    Base62.put(text, CHECKSUM_AT, LENGTH - CHECKSUM_AT, checksum.getValue());
  }

  public TokenKind kind() {
    return kind;
  }

  public TokenId id() {
    return id;
  }

  /// What is stored of it: the HMAC of the whole text, so that whoever writes the database cannot
  /// make a token that works. Compared with [Digest#equals], in constant time (I17).
  ///
  /// @throws IllegalArgumentException if the key is not for tokens or sessions
  public Digest verifier(MacKey key) {
    if (key.purpose() != KeyPurpose.TOKEN_MAC && key.purpose() != KeyPurpose.SESSION_MAC) {
      throw new IllegalArgumentException("a " + key.purpose().word() + " key verifies no tokens");
    }
    return key.mac(text);
  }

  /// Lends the text to `use`, which must neither keep nor change it. Zeros once closed.
  public <T> T reveal(Function<byte[], T> use) {
    return use.apply(text);
  }

  /// Lends the text to `use`, as [#reveal] does.
  public void lend(Consumer<byte[]> use) {
    use.accept(text);
  }

  @Override
  public void close() {
    Arrays.fill(text, (byte) 0);
  }

  @Override
  public String toString() {
    return "Token[redacted]";
  }
}
