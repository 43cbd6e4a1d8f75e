package dev.claviger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.claviger.core.CommitUnknown;
import dev.claviger.core.Database;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Reading;
import dev.claviger.core.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// [Database] over JDBC: a pool of read connections, one connection that writes, and the caches
/// between them.
public final class JdbcDatabase implements Database {
  /// SQLite's calls hold a carrier thread, so more readers than this do not help.
  public static final int MAX_READERS = 4;

  private static final int READER_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_READERS_REMOTE = 16;

  private final DatabaseSettings settings;
  private final Dialect dialect;
  private final HikariDataSource readers;
  private final Caches caches = new Caches();
  private final Chains chains = new Chains();
  private @Nullable Connection writer; // used by the pipeline's thread only; null after a failure
  private @Nullable Sql writerSql;

  /// Opens a database whose tables exist already: see [#migrate].
  public JdbcDatabase(DatabaseSettings settings) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.readers = new HikariDataSource(readerSettings(settings, dialect));
  }

  /// Brings the tables up to date. One SELECT where they are already.
  public static void migrate(DatabaseSettings settings) {
    Migrations.run(settings);
  }

  /// The keys that the database holds; empty if it holds none, or is not there. Writes nothing.
  public static Optional<InstanceKeys> peek(DatabaseSettings settings) {
    Dialect dialect = settings.dialect();
    if (dialect == Dialect.SQLITE && !Files.exists(file(settings.url()))) {
      return Optional.empty();
    }
    try (Connection connection =
        DriverManager.getConnection(
            dialect.readOnly(settings.url()), settings.login(new Properties()))) {
      if (!Migrations.hasTables(connection)) {
        return Optional.empty();
      }
      return new JdbcKeys(Sql.on(() -> connection)).instance();
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static Path file(String url) {
    String path = url.substring("jdbc:sqlite:".length());
    int query = path.indexOf('?');
    return Path.of(query < 0 ? path : path.substring(0, query));
  }

  private static HikariConfig readerSettings(DatabaseSettings settings, Dialect dialect) {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(settings.login(dialect.settings()));
    config.setConnectionInitSql(dialect.readOnly());
    config.setMaximumPoolSize(dialect == Dialect.SQLITE ? MAX_READERS : MAX_READERS_REMOTE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(READER_TIMEOUT_MILLIS);
    return config;
  }

  @Override
  public <T> T read(Function<Reading, T> work) {
    try (var lease = new Lease(readers)) {
      return work.apply(new JdbcStores(lease, dialect, Sql.on(lease), caches, chains));
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// A pooled connection, taken when the first statement needs it.
  private static final class Lease implements Sql.Source, AutoCloseable {
    private final HikariDataSource pool;
    private @Nullable Connection taken;

    Lease(HikariDataSource pool) {
      this.pool = pool;
    }

    @Override
    public Connection connection() throws SQLException {
      Connection connection = taken;
      if (connection == null) {
        connection = pool.getConnection();
        taken = connection;
      }
      return connection;
    }

    @Override
    public void close() throws SQLException {
      if (taken != null) {
        taken.close();
      }
    }
  }

  /// Transactions begin and end by auto-commit, since sqlite-jdbc's `commit()` begins the next one
  /// at once and so would hold the write lock between batches.
  @Override
  public void commit(Consumer<Writing> work) {
    Connection connection = begin();
    Sql sql = Objects.requireNonNull(writerSql);
    var stores = new JdbcStores(() -> connection, dialect, sql, caches, chains);
    try {
      work.accept(stores);
    } catch (RuntimeException failure) {
      rollBack(connection, failure);
      throw failure;
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException lost) {
      dropWriter(lost);
      throw new CommitUnknown(lost);
    } finally {
      stores.forgetTouched();
    }
  }

  @Override
  public void close() {
    readers.close();
    dropWriter(new SQLException("closed"));
  }

  private Connection begin() {
    try {
      Connection connection = writer;
      if (connection == null) {
        connection =
            DriverManager.getConnection(settings.url(), settings.login(dialect.writerSettings()));
        for (String setup : dialect.writerSetup()) {
          try (var statement = connection.createStatement()) {
            statement.execute(setup);
          }
        }
        writer = connection;
        writerSql = Sql.keeping(connection);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      dropWriter(e);
      throw new StoreException(e);
    }
  }

  private void rollBack(Connection connection, RuntimeException failure) {
    chains.numbers.clear(); // a chain that was only just registered is gone again
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      dropWriter(e);
    }
  }

  /// The next commit opens a new connection; what this one left open, the database rolls back.
  private void dropWriter(SQLException reason) {
    chains.numbers.clear();
    try (Connection _ = writer) {
      writer = null;
      writerSql = null;
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
