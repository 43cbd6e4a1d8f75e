package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.Identity;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tokens on the table `token`.
final class JdbcTokens {
  private static final int MAX_LISTED = 1_000;
  private static final List<SealedTable> SEALED = List.of(SealedTable.TOKEN, SealedTable.PRINCIPAL);

  private static final String TOKENS =
      """
      SELECT token.id, token.purpose, token.verifier, token.key_generation, token.principal_id,
             principal.kind, principal.name AS owner, token.name, token.space, token.environment,
             token.created_at_ms, token.expires_at_ms, token.replaced_at_ms, %s, %s
        FROM token
        JOIN principal ON principal.id = token.principal_id AND principal.live_name IS NOT NULL
      """
          .formatted(SealedTable.TOKEN.selection(), SealedTable.PRINCIPAL.selection());
  private static final String TOKEN = TOKENS + " WHERE token.id = ? AND token.ended_at_ms IS NULL";
  private static final String LIVING_TOKENS =
      TOKENS
          + " WHERE token.ended_at_ms IS NULL"
          + " AND (token.expires_at_ms IS NULL OR token.expires_at_ms > ?)";
  private static final String BY_AGE = " ORDER BY token.created_at_ms DESC, token.id LIMIT ?";
  private static final String TOKENS_OF = LIVING_TOKENS + " AND token.principal_id = ?" + BY_AGE;
  private static final String ALL_TOKENS = LIVING_TOKENS + BY_AGE;
  private static final String ADD_TOKEN =
      """
      INSERT INTO token (id, purpose, verifier, key_generation, principal_id, name, space,
                         environment, created_at_ms, expires_at_ms)
      SELECT ?, ?, ?, ?, principal.id, ?, ?, ?, ?, ?
        FROM principal
       WHERE principal.id = ? AND principal.live_name IS NOT NULL
      """;
  private static final String LIVING_TOKENS_OF =
      """
      SELECT id FROM token WHERE principal_id = ? AND ended_at_ms IS NULL
      """;
  private static final String LIVING_TOKENS_IN =
      """
      SELECT id FROM token WHERE space = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKENS_IN =
      """
      UPDATE token SET ended_at_ms = ? WHERE space = ? AND ended_at_ms IS NULL
      """;
  private static final String LIVING_TOKENS_AT =
      """
      SELECT id FROM token WHERE space = ? AND environment = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKENS_AT =
      """
      UPDATE token SET ended_at_ms = ?
       WHERE space = ? AND environment = ? AND ended_at_ms IS NULL
      """;
  private static final String REPLACE_TOKEN =
      """
      UPDATE token SET replaced_at_ms = ?, expires_at_ms = ?
       WHERE id = ? AND ended_at_ms IS NULL AND replaced_at_ms IS NULL
      """;
  private static final String END_TOKEN =
      """
      UPDATE token SET ended_at_ms = ? WHERE id = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKENS =
      """
      UPDATE token SET ended_at_ms = ? WHERE principal_id = ? AND ended_at_ms IS NULL
      """;
  private static final String END_SESSIONS =
      """
      UPDATE token SET ended_at_ms = ?
       WHERE principal_id = ? AND ended_at_ms IS NULL
         AND purpose IN ('session', 'first_password') AND id <> ?
      """;
  private static final String LIVING_SESSIONS =
      """
      SELECT id FROM token WHERE purpose = 'session' AND ended_at_ms IS NULL
      """;
  private static final String END_ALL_SESSIONS =
      """
      UPDATE token SET ended_at_ms = ? WHERE purpose = 'session' AND ended_at_ms IS NULL
      """;
  private final Sql sql;
  private final RowMacs macs;
  private final Caches caches;
  private final Consumer<Runnable> touched;

  JdbcTokens(Sql sql, RowMacs macs, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.caches = caches;
    this.touched = touched;
  }

  Optional<StoredToken> find(TokenId id) {
    return caches.tokens.get(id, this::load);
  }

  private Optional<StoredToken> load(TokenId id) {
    return macs.first(SEALED, TOKEN, JdbcTokens::token, id.value());
  }

  List<StoredToken> list(@Nullable Id owner, Instant now) {
    return owner == null
        ? macs.query(SEALED, ALL_TOKENS, JdbcTokens::token, now.toEpochMilli(), MAX_LISTED)
        : macs.query(
            SEALED, TOKENS_OF, JdbcTokens::token, now.toEpochMilli(), owner.bytes(), MAX_LISTED);
  }

  /// False if its owner is gone.
  boolean add(StoredToken token) {
    Scope only = token.only();
    touch(token.id());
    int added =
        sql.update(
            ADD_TOKEN,
            token.id().value(),
            token.use().name().toLowerCase(Locale.ROOT),
            token.verifier().bytes(),
            token.keyGeneration(),
            token.name(),
            only == null ? null : only.space().value(),
            only == null ? null : only.environment().value(),
            token.createdAt().toEpochMilli(),
            millis(token.expiresAt()),
            token.owner().id().bytes());
    seal(token.id());
    return added > 0;
  }

  /// False if it had ended already, or was replaced.
  boolean replace(TokenId id, Instant at, Instant until) {
    touch(id);
    int replaced = sql.update(REPLACE_TOKEN, at.toEpochMilli(), until.toEpochMilli(), id.value());
    seal(id);
    return replaced > 0;
  }

  /// False if it had ended already.
  boolean end(TokenId id, Instant at) {
    touch(id);
    int ended = sql.update(END_TOKEN, at.toEpochMilli(), id.value());
    seal(id);
    return ended > 0;
  }

  void endAll(Id owner, Instant at) {
    List<TokenId> living = living(LIVING_TOKENS_OF, owner.bytes());
    sql.update(END_TOKENS, at.toEpochMilli(), owner.bytes());
    living.forEach(this::seal);
  }

  /// Ends sessions and first tokens of `owner`, but not `except`.
  void endSessions(Id owner, @Nullable TokenId except, Instant at) {
    List<TokenId> living = living(LIVING_TOKENS_OF, owner.bytes());
    String kept = except == null ? "" : except.value();
    sql.update(END_SESSIONS, at.toEpochMilli(), owner.bytes(), kept);
    living.forEach(this::seal);
  }

  /// Ends the sessions of everybody.
  int endSessions(Instant at) {
    List<TokenId> living = living(LIVING_SESSIONS);
    sql.update(END_ALL_SESSIONS, at.toEpochMilli());
    living.forEach(this::seal);
    return living.size();
  }

  /// Ends tokens that are good for this space only.
  void endIn(SpaceName space, Instant at) {
    List<TokenId> living = living(LIVING_TOKENS_IN, space.value());
    sql.update(END_TOKENS_IN, at.toEpochMilli(), space.value());
    living.forEach(this::seal);
  }

  /// Ends tokens that are good for this environment only.
  void endIn(Scope scope, Instant at) {
    String space = scope.space().value();
    String environment = scope.environment().value();
    List<TokenId> living = living(LIVING_TOKENS_AT, space, environment);
    sql.update(END_TOKENS_AT, at.toEpochMilli(), space, environment);
    living.forEach(this::seal);
  }

  private List<TokenId> living(String text, Object... of) {
    List<TokenId> living = sql.query(text, row -> new TokenId(row.getString("id")), of);
    living.forEach(this::touch);
    return living;
  }

  private void seal(TokenId id) {
    macs.changed(SealedTable.TOKEN, id.value());
  }

  private void touch(TokenId id) {
    touched.accept(() -> caches.tokens.invalidate(id));
  }

  private static StoredToken token(ResultSet row) throws SQLException {
    String space = row.getString("space");
    Scope only =
        space == null
            ? null
            : new Scope(new SpaceName(space), new EnvironmentName(row.getString("environment")));
    return new StoredToken(
        new TokenId(row.getString("id")),
        Use.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
        new Digest(row.getBytes("verifier")),
        row.getInt("key_generation"),
        new Identity(id(row, "principal_id"), JdbcPeople.name(row, "owner")),
        row.getString("name"),
        only,
        time(row, "created_at_ms"),
        timeOrNull(row, "expires_at_ms"),
        timeOrNull(row, "replaced_at_ms"));
  }
}
