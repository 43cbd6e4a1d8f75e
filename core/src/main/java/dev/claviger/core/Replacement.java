package dev.claviger.core;

import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import java.util.Optional;

/// What replacing one kind of key takes. [KeyRotations] knows the order of the steps.
interface Replacement {
  /// Tries a new key as it was stored.
  ///
  /// @return the check value of a root key, else empty
  /// @throws DecryptionFailed if it does not open again what it sealed
  /// @throws WrongMasterKey if the master key does not open it
  Optional<Digest> tried(Reading stores, StoredRotation rotation, WrappedKey pending);

  /// Takes the keys as they stand now.
  void refresh(Reading stores, StoredRotation rotation);

  /// Does with the new key what former ones did, for the things behind the cursor. Changes nothing
  /// yet.
  Batch next(Reading stores, StoredRotation rotation);

  /// Whether something turned up since that a former key sealed, and that can be read.
  boolean leavesBehind(Reading stores, StoredRotation rotation);

  /// Whether anything that is stored names `former`, be it readable or not.
  boolean needs(Reading stores, StoredRotation rotation, StoredKey former);

  /// Up to 500 things to be changed together.
  interface Batch {
    int MAX = 500;

    /// Whether it holds anything to be changed.
    boolean isEmpty();

    /// Whether it is the last one of a scan.
    boolean endsScan();

    Cursor last();

    /// How many cannot be read, and were not known to be so.
    int unreadable();

    /// Over all that it changes.
    Digest digest();

    /// Changes what is still as it was seen, and says how many.
    long write(Writing writing);
  }
}
