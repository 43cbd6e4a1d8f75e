package dev.claviger.store;

import dev.claviger.core.CurrentSecret;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.StoredSecret;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.SpaceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lists of secrets: those that fit a filter, and those that are due for something.
final class SecretLists {
  private static final String IN_SPACE =
      """
       WHERE space.name = ? AND space.deleted_at_ms IS NULL AND secret.live_name IS NOT NULL
      """;
  private static final String IN_ENVIRONMENT = " AND secret.environment = ?\n";
  private static final String WITH_PREFIX = " AND SUBSTR(secret.name, 1, LENGTH(?)) = ?\n";
  private static final String EXPIRED = " AND secret.expires_at_ms < ?\n";
  private static final String UNUSED =
      """
       AND secret.updated_at_ms < ?
       AND NOT EXISTS (SELECT 1 FROM secret_use
                        WHERE secret_use.secret_id = secret.id
                          AND secret_use.last_accessed_at_ms >= ?)
      """;
  private static final String AFTER =
      " AND (secret.environment > ? OR (secret.environment = ? AND secret.name > ?))\n";
  private static final String IN_ORDER = " ORDER BY secret.environment, secret.name LIMIT ?";
  private static final String DELETED =
      SecretRow.COLUMNS
          + " WHERE space.name = ? AND space.deleted_at_ms IS NULL"
          + " AND secret.live_name IS NULL AND secret.deleted_at_ms IS NOT NULL\n";
  private static final String NEWEST_FIRST = " ORDER BY secret.deleted_at_ms DESC, secret.id";
  private static final String DELETED_BEFORE =
      SecretRow.COLUMNS + " WHERE secret.deleted_at_ms < ? ORDER BY secret.deleted_at_ms LIMIT ?";
  private static final String EXPIRING =
      SecretRow.COLUMNS
          + " WHERE secret.expires_at_ms < ? AND secret.live_name IS NOT NULL"
          + " AND space.deleted_at_ms IS NULL ORDER BY secret.expires_at_ms, secret.id LIMIT ?";

  private final RowMacs macs;
  private final Dialect dialect;

  SecretLists(RowMacs macs, Dialect dialect) {
    this.macs = macs;
    this.dialect = dialect;
  }

  List<StoredSecret> list(SecretFilter filter, int limit) {
    return listed(SecretRow.SEALED, SecretRow.COLUMNS, SecretRow::secret, filter, limit);
  }

  List<CurrentSecret> listCurrent(SecretFilter filter, int limit) {
    return listed(
        SecretRow.WITH_VERSION, SecretRow.CURRENT_COLUMNS, SecretRow::current, filter, limit);
  }

  private <T> List<T> listed(
      List<SealedTable> sealed, String columns, Sql.Row<T> row, SecretFilter filter, int limit) {
    var text = new StringBuilder(columns).append(IN_SPACE);
    var parameters = new ArrayList<Object>(List.of(filter.space().value()));
    EnvironmentName environment = filter.environment();
    if (environment != null) {
      text.append(IN_ENVIRONMENT);
      parameters.add(environment.value());
    }
    if (filter.prefix() != null) {
      text.append(WITH_PREFIX);
      parameters.addAll(List.of(filter.prefix(), filter.prefix()));
    }
    if (filter.text() != null) {
      text.append(
          " AND (%s LIKE ? ESCAPE '!' OR %s LIKE ? ESCAPE '!')%n"
              .formatted(dialect.lower("secret.name"), dialect.lower("secret.description")));
      String pattern = pattern(filter.text());
      parameters.addAll(List.of(pattern, pattern));
    }
    if (filter.expiresBefore() != null) {
      text.append(EXPIRED);
      parameters.add(filter.expiresBefore().toEpochMilli());
    }
    if (filter.unusedSince() != null) {
      text.append(UNUSED);
      long since = filter.unusedSince().toEpochMilli();
      parameters.addAll(List.of(since, since));
    }
    After after = filter.after();
    if (after != null) {
      text.append(AFTER);
      String last = after.environment().value();
      parameters.addAll(List.of(last, last, after.name().value()));
    }
    parameters.add(limit);
    return macs.query(sealed, text.append(IN_ORDER).toString(), row, parameters.toArray());
  }

  private static String pattern(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    return "%" + folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  List<StoredSecret> deleted(SpaceName space, @Nullable EnvironmentName environment) {
    return environment == null
        ? macs.query(SecretRow.SEALED, DELETED + NEWEST_FIRST, SecretRow::secret, space.value())
        : macs.query(
            SecretRow.SEALED,
            DELETED + IN_ENVIRONMENT + NEWEST_FIRST,
            SecretRow::secret,
            space.value(),
            environment.value());
  }

  List<StoredSecret> deletedBefore(Instant before, int limit) {
    return macs.query(
        SecretRow.SEALED, DELETED_BEFORE, SecretRow::secret, before.toEpochMilli(), limit);
  }

  List<StoredSecret> expiringBefore(Instant before, int limit) {
    return macs.query(SecretRow.SEALED, EXPIRING, SecretRow::secret, before.toEpochMilli(), limit);
  }
}
