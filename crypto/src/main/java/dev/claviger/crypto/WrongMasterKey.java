package dev.claviger.crypto;

/// The master key is well formed, and does not open this database: the server runs sealed.
public final class WrongMasterKey extends RuntimeException {
  WrongMasterKey(String message) {
    super(message);
  }
}
