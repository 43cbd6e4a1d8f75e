package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;

/// Where [SecretCipher] finds the keys of spaces: any number to read with, one to write with.
public interface SpaceKeys {
  /// The key that seals new values of `space`.
  ///
  /// @throws DecryptionFailed if the space has none
  SpaceKey writing(Id space);

  /// The key that an envelope of `space` names.
  ///
  /// @throws DecryptionFailed if there is none of this generation
  SpaceKey reading(Id space, int generation);
}
