package dev.claviger.core;

import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a key has been replaced. A rotation that has ended is kept until the keys that it
/// replaced are destroyed.
///
/// @param space its name, of the key of a space
/// @param generation the new one
/// @param cursor where the scan goes on
/// @param foundOld whether this scan met anything that a former key sealed
/// @param cleanScans how many scans in a row met nothing
/// @param done how many things were sealed again, or found to be unreadable
/// @param endedAt null while it is going on
public record StoredRotation(
    KeyLine line,
    @Nullable SpaceName space,
    int generation,
    Cursor cursor,
    boolean foundOld,
    int cleanScans,
    long done,
    Instant startedAt,
    String startedBy,
    @Nullable Instant endedAt) {

  /// The last version that was looked at, in the order of secret and version.
  public record Cursor(Id secret, long version) {
    /// Before the first.
    public static final Cursor START = new Cursor(new Id("0".repeat(32)), 0);
  }

  static StoredRotation starting(
      KeyLine line, @Nullable SpaceName space, int generation, Instant at, String by) {
    return new StoredRotation(line, space, generation, Cursor.START, false, 0, 0, at, by, null);
  }

  /// After a batch of this scan.
  ///
  /// @param old whether it held anything that a former key sealed
  StoredRotation after(Cursor last, boolean old, long moved) {
    return with(last, foundOld || old, cleanScans, done + moved, endedAt);
  }

  /// After the last batch of a scan.
  StoredRotation scanned() {
    return with(Cursor.START, false, foundOld ? 0 : cleanScans + 1, done, endedAt);
  }

  StoredRotation ended(Instant at) {
    return with(Cursor.START, false, cleanScans, done, at);
  }

  /// Once more, because something turned up that a former key sealed.
  StoredRotation again() {
    return with(Cursor.START, false, 0, done, null);
  }

  private StoredRotation with(
      Cursor at, boolean old, int clean, long moved, @Nullable Instant end) {
    return new StoredRotation(
        line, space, generation, at, old, clean, moved, startedAt, startedBy, end);
  }
}
