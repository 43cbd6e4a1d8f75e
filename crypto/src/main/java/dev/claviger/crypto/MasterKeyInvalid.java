package dev.claviger.crypto;

import java.util.Objects;

/// The master key is missing or malformed: the server does not start (I1). Names the setting or
/// the file, and never holds a part of what was found there.
public final class MasterKeyInvalid extends RuntimeException {
  private final String code;

  private MasterKeyInvalid(String code, String message) {
    super(message);
    this.code = code;
  }

  static MasterKeyInvalid missing(String message) {
    return new MasterKeyInvalid("master_key_not_found", message);
  }

  static MasterKeyInvalid malformed(String message) {
    return new MasterKeyInvalid("master_key_invalid", message);
  }

  /// `master_key_not_found` or `master_key_invalid`.
  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
