package dev.claviger.store;

import dev.claviger.core.Idempotency;
import dev.claviger.core.IdempotencyReader;
import dev.claviger.core.IdempotencyStore;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import java.time.Instant;
import java.util.Optional;

/// Repeatable POSTs on the table `idempotency`.
final class JdbcIdempotency implements IdempotencyReader, IdempotencyStore {
  private static final String FIND =
      """
      SELECT request, result FROM idempotency WHERE principal_id = ? AND idem_key = ?
      """;
  private static final String REMEMBER =
      """
      INSERT INTO idempotency (principal_id, idem_key, request, result, at_ms)
      SELECT ?, ?, ?, ?, ?
        FROM instance
       WHERE NOT EXISTS (
               SELECT 1 FROM idempotency taken
                WHERE taken.principal_id = ? AND taken.idem_key = ?)
      """;
  private static final String FORGET = "DELETE FROM idempotency WHERE at_ms < ?";

  private final Sql sql;

  JdbcIdempotency(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Remembered> find(Id principal, String key) {
    return sql.first(
        FIND,
        row -> new Remembered(new Digest(row.getBytes("request")), row.getString("result")),
        principal.bytes(),
        key);
  }

  @Override
  public boolean remember(Id principal, Idempotency key, String result, Instant at) {
    return sql.update(
            REMEMBER,
            principal.bytes(),
            key.key(),
            key.request().bytes(),
            result,
            at.toEpochMilli(),
            principal.bytes(),
            key.key())
        > 0;
  }

  @Override
  public void forget(Instant before) {
    sql.update(FORGET, before.toEpochMilli());
  }
}
