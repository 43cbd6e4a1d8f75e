package dev.claviger.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// SQLite's driver, of which one call fails: the n-th of those that reach the database. Takes the
/// place of the real one until it is closed.
final class FaultyDriver implements Driver, AutoCloseable {
  private static final Set<String> REACHING =
      Set.of(
          "prepareStatement",
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeBatch",
          "setAutoCommit",
          "rollback");
  private static final long HANG_MILLIS = 300;

  private final Driver real;
  private long left; // calls until the fault; 0 = none will come
  private Kind kind = Kind.BEFORE;
  private @Nullable String struck;

  enum Kind {
    /// The database never hears of it.
    BEFORE,
    /// The database did it, and the answer is lost.
    AFTER,
    /// It takes long, and then fails as a driver's time-out does.
    HANG
  }

  private FaultyDriver(Driver real) {
    this.real = real;
  }

  static FaultyDriver install() {
    try {
      Driver real = DriverManager.getDriver("jdbc:sqlite:");
      DriverManager.deregisterDriver(real);
      var faulty = new FaultyDriver(real);
      DriverManager.registerDriver(faulty);
      return faulty;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      DriverManager.deregisterDriver(this);
      DriverManager.registerDriver(real);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The `n`-th call from now fails.
  synchronized void arm(long n, Kind how) {
    left = n;
    kind = how;
    struck = null;
  }

  /// Which call failed since [#arm]; null if none did. None will any more.
  synchronized @Nullable String disarm() {
    left = 0;
    return struck;
  }

  private synchronized boolean strikes(String call) {
    if (left == 0 || --left > 0) {
      return false;
    }
    struck = call;
    return true;
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    Connection opened = real.connect(url, info);
    return opened == null ? null : guarded(Connection.class, opened);
  }

  private <T> T guarded(Class<T> type, T target) {
    InvocationHandler handler = (_, method, arguments) -> call(target, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!REACHING.contains(method.getName()) || !strikes(method.getName())) {
      return wrapped(invoke(target, method, arguments));
    }
    switch (kind) {
      case BEFORE -> {}
      case AFTER -> invoke(target, method, arguments);
      case HANG -> TimeUnit.MILLISECONDS.sleep(HANG_MILLIS);
    }
    throw new SQLException("the fault of this test: " + kind);
  }

  private @Nullable Object wrapped(@Nullable Object result) {
    return switch (result) {
      case PreparedStatement statement -> guarded(PreparedStatement.class, statement);
      case Statement statement -> guarded(Statement.class, statement);
      case null, default -> result;
    };
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return real.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return real.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return real.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return real.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
