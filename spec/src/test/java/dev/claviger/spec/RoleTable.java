package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The data file `role-table.txt`: who may make which call.
final class RoleTable {
  static final List<String> ROLES =
      List.of("admin", "editor", "developer", "viewer", "auditor", "agent");

  private RoleTable() {}

  /// One line.
  ///
  /// @param operations names of records in `Operation`
  /// @param call method and path, the name of an RPC, a command of `claviger`, or `-`
  /// @param body what is sent; for a command, what comes over standard input
  /// @param who roles, `everybody` or `open`, perhaps after `http`, `value` or `fresh`
  record Row(Set<String> operations, String call, String body, Set<String> who) {
    static Row parse(String line) {
      String[] cells = Pattern.compile(" ?; ?").split(line, -1);
      return new Row(words(cells[0]), cells[1], cells[2], words(cells[3]));
    }

    private static Set<String> words(String cell) {
      return Stream.of(cell.strip().split(" +", -1)).collect(Collectors.toSet());
    }

    boolean isCommand() {
      return call.startsWith("claviger ");
    }

    boolean isRest() {
      return !isCommand() && call.contains("/");
    }

    boolean isRpc() {
      return !isCommand() && !isRest() && !call.equals("-");
    }

    /// Of a command, without `claviger`.
    List<String> words() {
      return List.of(call.substring(call.indexOf(' ') + 1).split(" ", -1));
    }

    /// Whether who is allowed to make the call is shown values.
    boolean shows() {
      return who.contains("http") || who.contains("value");
    }

    String method() {
      return call.substring(0, call.indexOf(' '));
    }

    String path() {
      return call.substring(call.indexOf(' ') + 1);
    }

    boolean open() {
      return who.contains("open");
    }

    /// Whether a call with that role is answered, where the space discloses over HTTP or not.
    boolean allows(String role, boolean disclosing) {
      boolean named = who.contains(role) || who.contains("everybody");
      boolean here = !role.equals("agent") || isRpc() || (isCommand() && who.contains(role));
      return open() || (named && here && (disclosing || !who.contains("http")));
    }

    /// Whether this is the route of a document's template, such as `/api/v1/spaces/{space}`.
    boolean covers(String method, String template) {
      return isRest()
          && method().equals(method)
          && path()
              .replaceFirst("\\?.*", "")
              .matches(template.replaceAll("\\{[^}]*}", "[^/]+").replace(".yaml", "\\.yaml"));
    }

    @Override
    public String toString() {
      return call + " " + body;
    }
  }

  static List<Row> rows() {
    try (var file = Objects.requireNonNull(RoleTable.class.getResourceAsStream("role-table.txt"))) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Row::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
