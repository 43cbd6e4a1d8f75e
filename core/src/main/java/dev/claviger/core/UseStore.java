package dev.claviger.core;

/// Keeps what [UseReader] tells.
public interface UseStore {
  /// Adds a tally. No effect if another one was added that begins at the same entry.
  void add(UseReader.Tally tally);
}
