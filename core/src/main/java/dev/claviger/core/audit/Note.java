package dev.claviger.core.audit;

import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an entry holds besides who did what: never a value, nor a part or a hash of one.
///
/// @param secret the identity of the secret
/// @param version the version read or written
/// @param envelope the hash of the envelope read or written
/// @param count how many things a list held, or how many refusals a summary stands for
/// @param reason a stable word, such as `grace_version`; null if there is nothing to explain
/// @param secrets the secrets that one call disclosed, with their versions, in ascending order
/// @param left what the change left behind; null if nothing changed that is authenticated
public record Note(
    @Nullable Id secret,
    @Nullable Version version,
    @Nullable Digest envelope,
    long count,
    @Nullable String reason,
    List<Disclosed> secrets,
    @Nullable Left left) {
  public static final Note NONE = new Note(null, null, null, 0, null, List.of(), null);

  public Note {
    secrets = List.copyOf(secrets);
  }

  /// What a change left behind.
  ///
  /// @param revision of the secret, or of the small tables: each change adds one
  /// @param state the MAC of the secret's row, or of all rows of the small tables
  public record Left(long revision, Digest state) {}

  /// One secret of several that were disclosed together.
  public record Disclosed(Id secret, Version version) {}

  public static Note of(Id secret, @Nullable Version version, @Nullable Digest envelope) {
    return new Note(secret, version, envelope, 0, null, List.of(), null);
  }

  public static Note count(long count) {
    return new Note(null, null, null, count, null, List.of(), null);
  }

  public static Note disclosed(List<Disclosed> secrets) {
    return new Note(null, null, null, secrets.size(), null, secrets, null);
  }

  /// The same, explained.
  public Note because(@Nullable String word) {
    return new Note(secret, version, envelope, count, word, secrets, left);
  }

  /// The same, with what the change left behind.
  public Note leaving(Left state) {
    return new Note(secret, version, envelope, count, reason, secrets, state);
  }
}
