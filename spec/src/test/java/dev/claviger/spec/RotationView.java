package dev.claviger.spec;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks at the newest rotation of a key in the database, beside the server that works on it.
final class RotationView implements AutoCloseable {
  private static final long HANG_SECONDS = 120;
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private static final String NEWEST =
      """
      SELECT wrapped_key.state, key_rotation.found_old, key_rotation.done,
             key_rotation.cursor_version, key_rotation.ended_at_ms IS NOT NULL AS ended
        FROM key_rotation
        JOIN wrapped_key
          ON wrapped_key.purpose = key_rotation.purpose
         AND wrapped_key.space_id = key_rotation.space_id
         AND wrapped_key.generation = key_rotation.generation
       ORDER BY key_rotation.started_at_ms DESC
       LIMIT 1
      """;

  private final Connection connection;

  /// How far a rotation is, as far as its rows tell.
  enum Phase {
    /// The new key is stored and not yet tried.
    PENDING,
    /// It is the active one; nothing is sealed again yet.
    ACTIVE,
    /// Some batches are done.
    MOVING,
    /// All is sealed again; the scans that look for more go on.
    SCANNING,
    /// The former key is retired.
    ENDED
  }

  RotationView(Path database) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
  }

  /// Of the newest rotation; ended if there is none.
  Phase phase() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NEWEST)) {
      if (!row.next() || row.getBoolean("ended")) {
        return Phase.ENDED;
      }
      if (row.getString("state").equals("pending")) {
        return Phase.PENDING;
      }
      if (row.getLong("done") == 0) {
        return Phase.ACTIVE;
      }
      boolean started = row.getBoolean("found_old") || row.getLong("cursor_version") > 0;
      return started ? Phase.MOVING : Phase.SCANNING;
    }
  }

  /// Waits until the newest rotation is there or beyond.
  Phase await(Phase wanted) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
    for (Phase phase = phase(); ; phase = phase()) {
      if (phase.compareTo(wanted) >= 0) {
        return phase;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the rotation hangs: " + phase);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
