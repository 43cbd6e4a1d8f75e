package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.Caller;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.Spaces;
import dev.claviger.core.Tokens;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FT9: whichever bit of the database is another one, nobody gets a wrong value, or more than he
/// had. `./test --long` flips 1,000 bits, a run without it a seeded tenth.
class BitFlipTest {
  private static final int FLIPS =
      Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG")) ? 1_000 : 100;
  private static final long SEED = 20_261_125;
  private static final SpaceName OPEN = new SpaceName("open");
  private static final String REFUSED = "refused";

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Map<String, byte[]> tokens = new LinkedHashMap<>();
  private TestInstance instance;

  @BeforeEach
  void a_furnished_server() {
    instance = new TestInstance(settings(), folder);
    furnish();
  }

  @Test
  void no_flipped_bit_gives_a_wrong_value_or_more_access() throws Exception {
    Map<String, String> whole = outcomes();
    assertThat(whole.values()).contains(REFUSED, "one", "two", "shown", "done");
    instance.core.close();
    List<String> tables = tables();
    Files.createDirectory(folder.resolve("whole"));
    copyAll(folder, folder.resolve("whole"));
    var wrong = new ArrayList<String>();
    int started = 0;
    for (int i = 0; i < FLIPS; i++) {
      copyAll(folder.resolve("whole"), folder);
      String flipped = flip(tables.get(random.nextInt(tables.size())));
      Map<String, String> now = outcomesAfterStart();
      started += now.isEmpty() ? 0 : 1;
      now.forEach(
          (what, outcome) -> {
            if (!outcome.equals(REFUSED) && !outcome.equals(whole.get(what))) {
              wrong.add(
                  "%s: %s instead of %s after %s"
                      .formatted(what, outcome, whole.get(what), flipped));
            }
          });
    }
    assertThat(wrong).isEmpty();
    assertThat(started).as("servers that started all the same").isPositive();
  }

  private DatabaseSettings settings() {
    return DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
  }

  private void furnish() {
    instance
        .core
        .spaces()
        .create(instance.admin, OPEN, new Spaces.Edit(null, Disclosure.HTTP, null));
    instance.create("TWICE", "one");
    try (SecretValue next = TestInstance.value("two")) {
      instance
          .core
          .changes()
          .rotate(instance.admin, TestInstance.ref("TWICE"), next, Duration.ofDays(7));
    }
    instance.create("OFF", "off");
    var off = new SecretEdit(null, null, false, null, true);
    instance.core.changes().edit(instance.admin, TestInstance.ref("OFF"), off, null);
    try (SecretValue shown = TestInstance.value("shown")) {
      instance.core.changes().create(instance.admin, shown(), shown, SecretEdit.NONE);
    }
    try (var made = adminToken()) {
      tokens.put("admin", made.token().reveal(byte[]::clone));
    }
    person("mara", "viewer", Reach.EVERYWHERE);
    person("lena", "editor", new Reach.InSpace(OPEN));
    try (var agent =
        instance
            .core
            .people()
            .createAgent(
                instance.admin, Principal.agent("bot"), TestInstance.PRODUCTION, Set.of(), null)) {
      tokens.put("bot", Objects.requireNonNull(agent.token()).reveal(byte[]::clone));
    }
  }

  private Tokens.Created adminToken() {
    return instance.core.tokens().create(instance.admin, null, "t", null, null);
  }

  private void person(String name, String role, Reach reach) {
    Principal principal = Principal.user(name);
    instance.core.people().create(instance.admin, principal, Description.NONE, null).close();
    instance.core.bindings().create(instance.admin, principal, new RoleName(role), reach, Set.of());
    try (var made = instance.core.tokens().create(instance.admin, principal, "t", null, null)) {
      tokens.put(name, made.token().reveal(byte[]::clone));
    }
  }

  private static SecretRef shown() {
    return new SecretRef(
        new Scope(OPEN, TestInstance.PRODUCTION.environment()), new SecretName("SHOWN"));
  }

  /// Empty if the server refuses to start.
  private Map<String, String> outcomesAfterStart() {
    try {
      instance.startAt(settings());
    } catch (RuntimeException _) {
      return Map.of();
    }
    try {
      return outcomes();
    } finally {
      try {
        instance.core.close();
      } catch (RuntimeException _) {
        // nothing more can be put on record here
      }
    }
  }

  /// What each token gets, by what was tried.
  private Map<String, String> outcomes() {
    var all = new LinkedHashMap<String, String>();
    tokens.forEach(
        (who, token) -> {
          all.put(who + " reads", attempt(() -> value(token, "TWICE", null)));
          all.put(who + " reads the former", attempt(() -> value(token, "TWICE", Version.FIRST)));
          all.put(who + " reads a disabled one", attempt(() -> value(token, "OFF", null)));
          all.put(who + " looks", attempt(() -> look(token, TestInstance.ref("TWICE"))));
          all.put(who + " looks where it is shown", attempt(() -> look(token, shown())));
          all.put(who + " audits", attempt(() -> audit(token)));
        });
    return all;
  }

  private static String attempt(Supplier<String> what) {
    try {
      return what.get();
    } catch (ClavigerException | StoreException _) {
      return REFUSED;
    }
  }

  private String value(byte[] token, String name, @Nullable Version version) {
    Caller caller = instance.caller(token, Plane.SERVICE);
    try (var found = instance.core.values().read(caller, TestInstance.ref(name), version)) {
      return found.value().reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  private String look(byte[] token, SecretRef ref) {
    Caller caller = instance.caller(token, Plane.MANAGEMENT);
    try (var found = instance.core.secrets().describe(caller, ref, true)) {
      SecretValue value = found.value();
      return value == null ? REFUSED : value.reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  private String audit(byte[] token) {
    Caller caller = instance.caller(token, Plane.MANAGEMENT);
    var all = new AuditFilter(null, null, null, null, null, null, null, null, null, true);
    instance.core.audit().list(caller, Reach.EVERYWHERE, null, all, 1);
    return "done";
  }

  private List<String> tables() throws SQLException {
    try (Connection connection = connection();
        ResultSet found =
            connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      var names = new ArrayList<String>();
      while (found.next()) {
        names.add(found.getString("TABLE_NAME"));
      }
      names.removeIf(name -> name.startsWith("sqlite_") || name.startsWith("flyway_"));
      return names;
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("claviger.db"));
  }

  /// Flips one bit of a random cell, and says where.
  private String flip(String table) throws SQLException {
    try (Connection connection = connection();
        var statement = connection.createStatement()) {
      for (String trigger : triggers(connection)) {
        statement.execute("DROP TRIGGER " + trigger);
      }
      statement.execute("PRAGMA foreign_keys = OFF");
      long rows = number(connection, "SELECT COUNT(*) FROM " + table);
      if (rows == 0) {
        return "nothing: " + table + " is empty";
      }
      long row = random.nextLong(rows);
      List<String> columns = columns(connection, table);
      String column = columns.get(random.nextInt(columns.size()));
      return flip(connection, table, columns, column, row);
    }
  }

  private String flip(
      Connection connection, String table, List<String> columns, String column, long row)
      throws SQLException {
    String where = table + "." + column + " of row " + row;
    String key = String.join(" IS ? AND ", columns) + " IS ?";
    try (var select =
            connection.prepareStatement("SELECT * FROM %s LIMIT 1 OFFSET ?".formatted(table));
        var update =
            connection.prepareStatement(
                "UPDATE %s SET %s = ? WHERE %s".formatted(table, column, key))) {
      select.setLong(1, row);
      try (ResultSet found = select.executeQuery()) {
        found.next();
        update.setObject(1, flipped(found.getObject(column)));
        for (int i = 0; i < columns.size(); i++) {
          update.setObject(i + 2, found.getObject(columns.get(i)));
        }
      }
      try {
        update.executeUpdate();
      } catch (SQLException refused) {
        return where + ", which the database refused";
      }
      return where;
    }
  }

  private Object flipped(@Nullable Object cell) {
    return switch (cell) {
      case Integer number -> number ^ (1L << random.nextInt(Integer.SIZE));
      case Long number -> number ^ (1L << random.nextInt(Long.SIZE));
      case byte[] bytes when bytes.length > 0 -> flipped(bytes);
      case String text when !text.isEmpty() -> new String(flipped(text.getBytes(UTF_8)), UTF_8);
      case null, default -> 1;
    };
  }

  private byte[] flipped(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return bytes;
  }

  private static List<String> triggers(Connection connection) throws SQLException {
    return texts(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    return texts(connection, "SELECT name FROM pragma_table_info('" + table + "')");
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (found.next()) {
        texts.add(found.getString(1));
      }
      return texts;
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }

  /// The database and the witness file; whatever else is there goes.
  private static void copyAll(Path from, Path to) throws IOException {
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(to.resolve("claviger.db" + suffix));
    }
    for (String name : List.of("claviger.db", "audit.witness")) {
      Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
