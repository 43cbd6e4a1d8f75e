package dev.claviger.store;

import dev.claviger.core.RefusedRow;
import dev.claviger.core.RowKeys;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.Pae;
import dev.claviger.store.SealedTable.RowKey;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which rows the small tables have, by key and MAC, as they were committed. A row with a true MAC
/// that is not among them was removed or changed since: somebody put it back.
///
/// All rows together are a sum modulo 2^256 of one secret term each (MSet-Add-Hash of Clarke et
/// al., "Incremental Multiset Hash Functions", ASIACRYPT 2003), so a change costs the rows it
/// changes. Nobody sees terms or sum, only a MAC of the sum, which is in the audit entry of each
/// change.
///
/// Thread-safe. One thread commits; it announces a change before the commit and settles it after,
/// so that a reader between the two takes the row as it was and as it is.
final class LivingRows {
  private static final byte[] TERM = Pae.text("claviger/row-term/v1");
  private static final byte[] STATE = Pae.text("claviger/rows/v1");
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * Digest.BYTES);

  private final Map<RowKey, Digest> rows = new ConcurrentHashMap<>();
  private final Set<RefusedRow> refused = ConcurrentHashMap.newKeySet();
  private volatile Map<RowKey, Optional<Digest>> announced = Map.of();
  private volatile @Nullable RowKeys keys;
  private volatile Consumer<RefusedRow> alarm = _ -> {};
  private BigInteger sum = BigInteger.ZERO;
  private long revision;
  private boolean unsettled;

  void protect(RowKeys rowKeys, Consumer<RefusedRow> told) {
    keys = rowKeys;
    alarm = told;
  }

  boolean isProtected() {
    return keys != null;
  }

  RowKeys keys() {
    return Objects.requireNonNull(keys, "rows are written once they are protected");
  }

  /// Says it once.
  void refuse(RefusedRow row) {
    if (refused.add(row)) {
      alarm.accept(row);
    }
  }

  /// Takes all rows as they are found, as the state after `at` changes.
  synchronized void load(Map<RowKey, Digest> found, long at) {
    take(found, sum(found), at);
  }

  /// Takes all rows as they are found, if they are what `recorded` tells of. Says whether it did.
  synchronized boolean adopt(Map<RowKey, Digest> found, Left recorded) {
    BigInteger candidate = sum(found);
    if (!state(recorded.revision(), candidate).equals(recorded.state())) {
      return false;
    }
    take(found, candidate, recorded.revision());
    return true;
  }

  private void take(Map<RowKey, Digest> found, BigInteger total, long at) {
    rows.putAll(found); // never empty in between: others are reading
    rows.keySet().retainAll(found.keySet());
    sum = total;
    revision = at;
    unsettled = false;
    announced = Map.of();
  }

  private BigInteger sum(Map<RowKey, Digest> found) {
    BigInteger total = BigInteger.ZERO;
    for (var row : found.entrySet()) {
      total = moved(total, row.getKey(), null, row.getValue());
    }
    return total;
  }

  /// Whether a row with this MAC is there, or about to be.
  boolean stands(RowKey key, Digest mac) {
    Optional<Digest> next = announced.get(key);
    return Objects.equals(rows.get(key), mac)
        || (next != null && next.filter(mac::equals).isPresent());
  }

  Map<RowKey, Digest> all() {
    return new HashMap<>(rows);
  }

  synchronized Left state() {
    return new Left(revision, state(revision, sum));
  }

  /// Whether the state that `recorded` tells of comes after what is known here.
  synchronized boolean isBehind(Left recorded) {
    return recorded.revision() > revision;
  }

  /// A commit was sent and not answered: either state may hold, until [#load].
  synchronized void unsettle() {
    unsettled = true;
  }

  synchronized boolean isUnsettled() {
    return unsettled;
  }

  synchronized Changes begin() {
    return new Changes(sum, revision);
  }

  void announce(Changes changes) {
    if (!changes.rows.isEmpty()) {
      announced = Map.copyOf(changes.rows);
    }
  }

  synchronized void settle(Changes changes) {
    if (changes.rows.isEmpty() && !changes.moved) {
      return;
    }
    changes.rows.forEach(
        (key, mac) -> {
          Digest before = mac.isPresent() ? rows.put(key, mac.get()) : rows.remove(key);
          sum = moved(sum, key, before, mac.orElse(null));
        });
    revision = Math.max(revision, changes.revision);
    announced = Map.of();
  }

  private BigInteger moved(
      BigInteger from, RowKey key, @Nullable Digest before, @Nullable Digest after) {
    BigInteger moved = before == null ? from : from.subtract(term(key, before));
    return (after == null ? moved : moved.add(term(key, after))).mod(MODULUS);
  }

  private BigInteger term(RowKey key, Digest mac) {
    byte[] row = Pae.of(TERM, Pae.text(key.table().table()), Pae.text(key.key()), mac.bytes());
    return new BigInteger(1, keys().mac(keys().writing(), row).bytes());
  }

  private Digest state(long at, BigInteger of) {
    byte[] state = Pae.of(STATE, Pae.u64(at), Pae.text(of.toString(16)));
    return keys().mac(keys().writing(), state);
  }

  /// What one transaction changes. Used by the thread that commits.
  final class Changes {
    private Map<RowKey, Optional<Digest>> rows = new HashMap<>();
    private BigInteger sum;
    private long revision;
    private long count;
    private boolean counted = true;
    private boolean moved;

    private Changes(BigInteger sum, long revision) {
      this.sum = sum;
      this.revision = revision;
    }

    private Changes(Changes other) {
      this.rows = new HashMap<>(other.rows);
      this.sum = other.sum;
      this.revision = other.revision;
      this.count = other.count;
      this.counted = other.counted;
      this.moved = other.moved;
    }

    /// To return to with [#restore].
    Changes copy() {
      return new Changes(this);
    }

    void restore(Changes before) {
      rows = before.rows;
      sum = before.sum;
      revision = before.revision;
      count = before.count;
      counted = before.counted;
      moved = before.moved;
    }

    /// @param mac of the row; null if it is gone
    void put(RowKey key, @Nullable Digest mac) {
      sum = moved(sum, key, now(key), mac);
      rows.put(key, Optional.ofNullable(mac));
      count++;
      counted = false;
    }

    private @Nullable Digest now(RowKey key) {
      Optional<Digest> changed = rows.get(key);
      return changed == null ? LivingRows.this.rows.get(key) : changed.orElse(null);
    }

    boolean stands(RowKey key, Digest mac) {
      return Objects.equals(now(key), mac);
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }

    long count() {
      return count;
    }

    /// Starts again from what [LivingRows] knows now. Before any change only.
    void renew() {
      restore(begin());
    }

    void moveBeyond(long seen) {
      revision = Math.max(revision, seen);
      counted = false;
      moved = true;
    }

    Left state() {
      if (!counted) {
        revision++;
        counted = true;
      }
      return new Left(revision, LivingRows.this.state(revision, sum));
    }
  }
}
