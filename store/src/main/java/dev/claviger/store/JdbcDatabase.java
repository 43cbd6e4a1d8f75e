package dev.claviger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.claviger.core.CommitUnknown;
import dev.claviger.core.Database;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Reading;
import dev.claviger.core.RefusedRow;
import dev.claviger.core.RowKeys;
import dev.claviger.core.Writing;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.store.LivingRows.Changes;
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

  private static final System.Logger LOG = System.getLogger(JdbcDatabase.class.getName());
  private static final int READER_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_READERS_REMOTE = 16;

  private final DatabaseSettings settings;
  private final Dialect dialect;
  private final HikariDataSource readers;
  private final Sql reads;
  private final Sql scans;
  private final Caches caches = new Caches();
  private final Chains chains = new Chains();
  private final LivingRows living = new LivingRows();
  private @Nullable Connection writer; // used by the pipeline's thread only; null after a failure
  private @Nullable Sql writerSql;

  /// Opens a database whose tables exist already: see [#migrate].
  public JdbcDatabase(DatabaseSettings settings) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.readers = new HikariDataSource(readerSettings(settings, dialect));
    this.reads =
        new Sql(
            dialect == Dialect.SQLITE // the other drivers keep statements themselves
                ? Statements.pooled(readers::getConnection)
                : Statements.taking(readers::getConnection));
    this.scans = new Sql(Statements.taking(this::openForScan));
  }

  /// Brings the tables up to date. One SELECT where they are already.
  public static void migrate(DatabaseSettings settings) {
    Migrations.run(settings);
  }

  /// The keys that the database holds; empty if it holds none, or is not there. Writes nothing.
  public static Optional<InstanceKeys> peek(DatabaseSettings settings) {
    Dialect dialect = settings.dialect();
    Path file = dialect.file(settings.url());
    if (file != null && !Files.exists(file)) {
      return Optional.empty();
    }
    try (Connection connection =
        DriverManager.getConnection(settings.url(), settings.login(dialect.peekSettings()))) {
      return Migrations.hasTables(connection) ? keysIn(connection).instance() : Optional.empty();
    } catch (SQLException e) {
      throw settings.failure(e);
    }
  }

  private static JdbcKeys keysIn(Connection connection) {
    var sql = new Sql(Statements.keeping(connection));
    return new JdbcKeys(sql, new RowMacs(sql, new LivingRows(), null));
  }

  private static HikariConfig readerSettings(DatabaseSettings settings, Dialect dialect) {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(settings.login(dialect.settings()));
    config.setConnectionInitSql(dialect.readOnly());
    config.setMaximumPoolSize(dialect == Dialect.SQLITE ? MAX_READERS : MAX_READERS_REMOTE);
    config.setMinimumIdle(1);
    if (dialect == Dialect.SQLITE) { // what is open stays, with its statements
      config.setMaxLifetime(0);
      config.setIdleTimeout(0);
    }
    config.setConnectionTimeout(READER_TIMEOUT_MILLIS);
    return config;
  }

  @Override
  public <T> T read(Function<Reading, T> work) {
    return work.apply(new JdbcStores(dialect, reads, scans, caches, chains, living, null));
  }

  @Override
  public void protect(RowKeys keys, Consumer<RefusedRow> alarm) {
    living.protect(keys, alarm);
    loadRows(reads);
  }

  private void loadRows(Sql sql) {
    long revision = JdbcAudit.recorded(sql).map(Left::revision).orElse(0L);
    living.load(new RowMacs(sql, living, null).stored(), revision);
  }

  /// Scans have connections of their own: they take long, and would keep others from the pool.
  private Connection openForScan() throws SQLException {
    Connection connection = open(dialect.settings());
    try (var statement = connection.createStatement()) {
      statement.execute(dialect.readOnly());
      connection.setAutoCommit(false); // pgjdbc fetches rows piece by piece in transactions only
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open(Properties with) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.login(with));
  }

  /// Transactions begin and end by auto-commit, since sqlite-jdbc's `commit()` begins the next one
  /// at once and so would hold the write lock between batches.
  @Override
  public void commit(Consumer<Writing> work) {
    Connection connection = begin();
    Sql sql = Objects.requireNonNull(writerSql);
    if (living.isUnsettled()) {
      loadRows(sql);
    }
    Changes changes = living.begin();
    var stores = new JdbcStores(dialect, sql, scans, caches, chains, living, changes);
    try {
      work.accept(stores);
    } catch (StoreException failure) { // it may have been opened while nobody could write
      rollBack(connection, failure);
      dropWriter(failure);
      throw failure;
    } catch (RuntimeException | Error failure) { // else the next commit would take it along
      rollBack(connection, failure);
      throw failure;
    }
    try {
      living.announce(changes);
      connection.setAutoCommit(true);
      living.settle(changes);
    } catch (SQLException lost) {
      living.unsettle();
      dropWriter(lost);
      throw new CommitUnknown(settings.failure(lost), dialect.showsCommits(lost));
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
        connection = open(dialect.writerSettings());
        writer = connection;
        prepare(connection);
        writerSql = new Sql(Statements.keeping(connection));
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      dropWriter(e);
      throw settings.failure(e);
    }
  }

  private void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String setup : dialect.writerSetup()) {
        statement.execute(setup);
      }
    }
    if (!dialect.flushesCommits(connection)) {
      if (!settings.url().contains("synchronous=")) {
        throw new SQLException("the database does not flush commits");
      }
      LOG.log(
          System.Logger.Level.WARNING, "the database URL turns flushing off: commits can be lost");
    }
  }

  private void rollBack(Connection connection, Throwable failure) {
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
  private void dropWriter(Exception reason) {
    chains.numbers.clear();
    try (Connection _ = writer) {
      writer = null;
      writerSql = null;
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
