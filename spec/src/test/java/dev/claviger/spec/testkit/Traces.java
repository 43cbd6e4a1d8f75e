package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything that a server and the command line leave behind, shown to a search: some of it all
/// the time until this is closed, the rest when [#show] is called.
public final class Traces implements AutoCloseable {
  private static final List<Path> SYSTEM_FOLDERS =
      List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"));

  private final MarkerSearch search;
  private final Path own;
  private final ServerProcess.Plan plan;
  private final Cli cli;
  private final FileTime begin = FileTime.from(Instant.now().minusSeconds(1));
  private final List<String> answers = new ArrayList<>();
  private final MarkerWatch watch;

  /// @param own the folder of all the test has, where it may keep markers itself
  public Traces(MarkerSearch search, Path own, ServerProcess.Plan plan, Cli cli) {
    this.search = search;
    this.own = own;
    this.plan = plan;
    this.cli = cli;
    this.watch = new MarkerWatch(search, temporary());
  }

  private List<Path> temporary() {
    return List.of(plan.temporary(), cli.temporary(), cli.runtime(), cli.configuration());
  }

  /// Keeps an answer that may hold no value.
  public Answer heard(Answer answer) {
    heard(answer.body());
    return answer;
  }

  /// The same for what is no answer over HTTP.
  public synchronized void heard(String answer) {
    answers.add(answer);
  }

  /// How many answers were kept.
  public synchronized int answers() {
    return answers.size();
  }

  /// Waits until the command lines and temporary files that are there now have been looked at.
  public void awaitWatch() {
    watch.awaitRound();
  }

  /// Shows everything there is now. The server may run or not.
  public void show(ServerProcess server) {
    search.file(MarkerPlace.SERVER_LOG, plan.log());
    search.text(MarkerPlace.SERVER_OUTPUT, String.join("\n", server.output()));
    outputs(cli.outputs());
    try (Stream<Path> errors = Files.list(cli.shown())) {
      errors
          .filter(file -> file.toString().endsWith(".err"))
          .forEach(file -> search.file(MarkerPlace.COMMAND_ERRORS, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    data();
    rows();
    temporary().forEach(folder -> search.folder(MarkerPlace.TEMPORARY_FILES, folder));
    for (Path folder : SYSTEM_FOLDERS) {
      search.folder(
          MarkerPlace.SYSTEM_FOLDERS,
          folder,
          (file, about) -> !file.startsWith(own) && about.lastModifiedTime().compareTo(begin) >= 0);
    }
    synchronized (this) {
      search.text(MarkerPlace.ANSWERS, String.join("\n", answers));
    }
  }

  /// Shows the audit log as it is read over the API.
  public void showAudit(Rest auditor) {
    String path = "/api/v1/audit?order=asc&limit=1000";
    String after = "";
    do {
      Answer page = auditor.get(path + after).expect(200);
      search.text(MarkerPlace.AUDIT_LOG, page.body());
      search.text(MarkerPlace.AUDIT_LOG, page.json().toString()); // as a reader of JSON sees it
      after = page.json().has("next") ? "&after=" + page.json().text("next") : "";
    } while (!after.isEmpty());
  }

  private void outputs(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file ->
              search.file(
                  file.toString().endsWith(".out")
                      ? MarkerPlace.COMMAND_OUTPUT
                      : MarkerPlace.COMMAND_ERRORS,
                  file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void data() {
    try (Stream<Path> files = Files.walk(plan.data())) {
      files.forEach(file -> search.file(placeOf(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MarkerPlace placeOf(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".db-wal")) {
      return MarkerPlace.WRITE_AHEAD_LOG;
    }
    return name.contains(".db") ? MarkerPlace.DATABASE : MarkerPlace.DATA_FOLDER;
  }

  private void rows() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + plan.database());
        var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (ResultSet found =
          statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet found = statement.executeQuery("SELECT * FROM " + table)) {
          while (found.next()) {
            row(found);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void row(ResultSet row) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      switch (row.getObject(i)) {
        case byte[] bytes -> search.bytes(MarkerPlace.DATABASE_ROWS, bytes);
        case String text -> search.bytes(MarkerPlace.DATABASE_ROWS, text.getBytes(UTF_8));
        case null, default -> {} // numbers are shorter than any marker
      }
    }
  }

  /// Looks at command lines and temporary files once more, and ends.
  @Override
  public void close() {
    watch.close();
  }
}
