package dev.claviger.store;

import dev.claviger.core.BatchSpoiled;
import dev.claviger.core.Reading;
import dev.claviger.core.Writing;
import dev.claviger.model.ClavigerException;
import dev.claviger.store.LivingRows.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The stores of one unit of work.
final class JdbcStores implements Reading, Writing {
  private static final String SAVEPOINT = "SAVEPOINT change";
  private static final String UNDO = "ROLLBACK TO SAVEPOINT change";
  private static final String RELEASE = "RELEASE SAVEPOINT change";

  private final Dialect dialect;
  private final Sql sql;
  private final Sql scans;
  private final Caches caches;
  private final Chains chains;
  private final LivingRows living;
  private final @Nullable Changes changes;
  private final RowMacs macs;
  private final JdbcPeople people; // asked for by every decision, often more than once
  private final List<Runnable> touched = new ArrayList<>();

  /// @param scans for results that are too large to hold
  /// @param changes of the rows in `living`; null for work that only reads
  JdbcStores(
      Dialect dialect,
      Sql sql,
      Sql scans,
      Caches caches,
      Chains chains,
      LivingRows living,
      @Nullable Changes changes) {
    this.dialect = dialect;
    this.sql = sql;
    this.scans = scans;
    this.caches = caches;
    this.chains = chains;
    this.living = living;
    this.changes = changes;
    this.macs = new RowMacs(sql, living, changes);
    this.people = new JdbcPeople(sql, macs, caches, touched::add);
  }

  /// Drops the cached rows that this work may have changed.
  void forgetTouched() {
    touched.forEach(Runnable::run);
  }

  @Override
  public JdbcSpaces spaces() {
    return new JdbcSpaces(sql, macs, caches, people(), touched::add);
  }

  @Override
  public JdbcSecrets secrets() {
    return new JdbcSecrets(sql, macs, dialect, caches, spaces(), touched::add);
  }

  @Override
  public JdbcPeople people() {
    return people;
  }

  @Override
  public JdbcKeys keys() {
    return new JdbcKeys(sql, macs);
  }

  @Override
  public JdbcRotations rotations() {
    return new JdbcRotations(sql, macs, caches, touched::add);
  }

  @Override
  public JdbcAudit audit() {
    return new JdbcAudit(sql, scans, chains);
  }

  @Override
  public JdbcIdempotency idempotency() {
    return new JdbcIdempotency(sql);
  }

  @Override
  public JdbcUses uses() {
    return new JdbcUses(sql, caches, touched::add);
  }

  @Override
  public JdbcRows rows() {
    return new JdbcRows(sql, scans, macs, living, changes);
  }

  @Override
  public <T> T apart(Supplier<T> change) {
    return dialect.hasCheapSavepoints() ? behindSavepoint(change) : unlessItSpoils(change);
  }

  /// Where a savepoint itself fails, nobody knows what the transaction holds.
  private <T> T behindSavepoint(Supplier<T> change) {
    Changes before = changes == null ? null : changes.copy();
    around(SAVEPOINT);
    T result;
    try {
      result = change.get();
    } catch (RuntimeException failure) {
      if (changes != null && before != null) {
        changes.restore(before);
      }
      around(UNDO);
      around(RELEASE);
      throw failure;
    }
    around(RELEASE);
    return result;
  }

  private void around(String statement) {
    try {
      sql.update(statement);
    } catch (StoreException failure) {
      throw new BatchSpoiled(failure);
    }
  }

  /// Elsewhere a savepoint is a round trip, so the counts of statements decide: a refusal that
  /// changed no row needs no undoing. Anything else takes the batch with it.
  private <T> T unlessItSpoils(Supplier<T> change) {
    long before = sql.changedRows();
    try {
      return change.get();
    } catch (ClavigerException refusal) {
      throw sql.changedRows() == before ? refusal : new BatchSpoiled(refusal);
    } catch (RuntimeException failure) {
      throw new BatchSpoiled(failure);
    }
  }
}
