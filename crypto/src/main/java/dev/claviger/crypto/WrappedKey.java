package dev.claviger.crypto;

import dev.claviger.model.Id;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An encrypted key as stored. A class, because a record would compare its array by identity.
public final class WrappedKey {
  private final KeyPurpose purpose;
  private final @Nullable Id space;
  private final int generation;
  private final int rootGeneration;
  private final byte[] bytes;

  /// Copies `bytes`.
  ///
  /// @param space of a space key, else null
  /// @param rootGeneration which root key it hangs under; of a root key, itself
  /// @throws IllegalArgumentException if a space key has no space, or another key has one
  public WrappedKey(
      KeyPurpose purpose, @Nullable Id space, int generation, int rootGeneration, byte[] bytes) {
    if ((purpose == KeyPurpose.SPACE) != (space != null)) {
      throw new IllegalArgumentException("a space key has a space, and no other key");
    }
    this.purpose = purpose;
    this.space = space;
    this.generation = generation;
    this.rootGeneration = rootGeneration;
    this.bytes = bytes.clone();
  }

  public KeyPurpose purpose() {
    return purpose;
  }

  /// The space of a space key, else null.
  public @Nullable Id space() {
    return space;
  }

  public int generation() {
    return generation;
  }

  public int rootGeneration() {
    return rootGeneration;
  }

  /// A copy, to be stored.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedKey that
        && purpose == that.purpose
        && Objects.equals(space, that.space)
        && generation == that.generation
        && rootGeneration == that.rootGeneration
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(purpose, space, generation, rootGeneration, Arrays.hashCode(bytes));
  }

  @Override
  public String toString() {
    String of = space == null ? "" : " of space " + space;
    return "WrappedKey[" + purpose.word() + " " + generation + of + "]";
  }
}
