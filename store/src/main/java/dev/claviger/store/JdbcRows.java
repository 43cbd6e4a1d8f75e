package dev.claviger.store;

import dev.claviger.core.RefusedRow;
import dev.claviger.core.RowReader;
import dev.claviger.core.RowStore;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.store.LivingRows.Changes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticated rows as a whole.
final class JdbcRows implements RowReader, RowStore {
  private final Sql sql;
  private final Sql scans;
  private final RowMacs macs;
  private final LivingRows living;
  private final @Nullable Changes changes;

  JdbcRows(Sql sql, Sql scans, RowMacs macs, LivingRows living, @Nullable Changes changes) {
    this.sql = sql;
    this.scans = scans;
    this.macs = macs;
    this.living = living;
    this.changes = changes;
  }

  @Override
  public Left state() {
    return changes == null ? living.state() : changes.state();
  }

  @Override
  public Optional<Left> recorded() {
    return JdbcAudit.recorded(sql);
  }

  @Override
  public List<RefusedRow> check() {
    return macs.check();
  }

  @Override
  public List<RefusedRow> checkSecrets() {
    return new SecretScan(sql, scans, living).run();
  }

  @Override
  public long changes() {
    return changes == null ? 0 : changes.count();
  }

  @Override
  public void accept(long beyond) {
    Objects.requireNonNull(changes).moveBeyond(beyond);
  }

  @Override
  public void sealAll() {
    macs.sealAll();
  }
}
