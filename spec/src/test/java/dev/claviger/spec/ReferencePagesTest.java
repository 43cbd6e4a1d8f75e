package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.core.Operation;
import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Permission;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.AlreadyDone;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.ClavigerException.IdempotencyMismatch;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.NotDisclosed;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.NotUsable;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.ClavigerException.WrongPlane;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.spec.testkit.QuickClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference pages in `docs/` are those that the code makes. To write them anew:
/// `mvn -pl spec -am test -Dtest=ReferencePagesTest -Dclaviger.write-pages=true`.
class ReferencePagesTest {
  private static final Path ROOT = Path.of(System.getProperty("claviger.root", ".."));
  private static final boolean WRITE = Boolean.getBoolean("claviger.write-pages");
  private static final Pattern COMMAND = Pattern.compile("^ {2}([a-z]+(?: [a-z]+)?) {2,}", 8);
  private static final Pattern EVENT =
      Pattern.compile("new ServerEvent\\(\\s*(?:\"([a-z]+)\",\\s*([^;]*?),\\s*(?:Reach|new In))");
  private static final Pattern STEP_OF_A_ROTATION = Pattern.compile("\"(KEY_[A-Z]+)\"");
  private static final Pattern WORD = Pattern.compile("\"([A-Z_]+)\"");
  private static final SecretRef REF = SecretRef.parse("claviger://payments/production/API_KEY");

  @TempDir Path folder;

  @Test
  void every_command_is_on_its_page() throws Exception {
    var page =
        new StringBuilder(
            """
            # Commands

            What `claviger help` and `claviger COMMAND --help` print. Written from the commands by a test.

            """);
    String overview = help("help");
    page.append("```text\n").append(overview.stripTrailing()).append("\n```\n");
    for (String command : commands(overview)) {
      page.append("\n## claviger ").append(command).append("\n\n```text\n");
      page.append(help((command + " --help").split(" ", -1)).stripTrailing()).append("\n```\n");
    }
    page.append("\n## Exit codes\n\n```text\n");
    ExitCodes.MEANINGS.forEach(line -> page.append(line).append('\n'));
    compare("commands.md", page.append("```\n").toString());
  }

  private String help(String... arguments) {
    return new QuickClient(folder).run("", List.of(arguments)).stdout();
  }

  private List<String> commands(String overview) {
    var commands = new ArrayList<String>();
    for (String word : listed(overview)) {
      List<String> verbs = word.equals("server") ? List.of() : listed(help(word, "--help"));
      List<String> own = verbs.stream().filter(verb -> verb.startsWith(word + " ")).toList();
      commands.addAll(own.isEmpty() ? List.of(word) : own);
    }
    commands.removeAll(List.of("server", "help", "demo"));
    return commands;
  }

  private static List<String> listed(String text) {
    return COMMAND.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  @Test
  void every_code_is_on_its_page() throws Exception {
    List<ClavigerException> all = problems();
    assertThat(all.stream().map(Object::getClass).collect(Collectors.toSet()))
        .as("a kind of failure without a line")
        .containsExactlyInAnyOrder(ClavigerException.class.getPermittedSubclasses());
    var page =
        new StringBuilder(
            """
            # Error codes

            The stable `code` of a failure: in the problem document of REST (RFC 9457), in `ErrorInfo.reason` of
            gRPC and Connect, and what the command line makes of it. A message never holds a value, nor what
            was sent. Written from the code by a test.

            | code | HTTP | gRPC | exit code | for example |
            |---|---|---|---|---|
            """);
    for (ClavigerException one : all) {
      page.append(
          "| `%s` | %s | %s | %d | %s |%n"
              .formatted(
                  one.code(),
                  status("dev.claviger.server.rest.Problems", one),
                  status("dev.claviger.server.grpc.Refusal", one),
                  ExitCodes.of(one.code()),
                  one.getMessage()));
    }
    page.append(
        """
        | `method_not_allowed` | 405 | | 2 | this path has GET, POST |
        | `unsupported_media_type` | 415 | | 2 | the Content-Type must be application/json |
        | `internal` | 500 | INTERNAL | 1 | something went wrong on the server; its log has the request |

        A server that does not start says one of these, with exit code 1: `audit_truncated` (entries are
        missing), `rows_changed` (rows that say who may do what are not as they were left); see
        [audit.md](audit.md) and [keys.md](keys.md).
        """);
    compare("errors.md", page.toString());
  }

  /// The transports keep their tables to themselves; this page is the only one that shows them.
  private static String status(String type, ClavigerException problem) throws Exception {
    Method method = Class.forName(type).getDeclaredMethod("status", ClavigerException.class);
    method.setAccessible(true);
    return String.valueOf(method.invoke(null, problem));
  }

  private static List<ClavigerException> problems() {
    return List.of(
        new InvalidInput("key_name", "must be a letter or _, then letters, digits or _"),
        new TooLarge("value", 1_048_576),
        new Unauthenticated(),
        new AccessDenied("space.secret.create", "payments/production"),
        new WrongPlane("https://vault.example:8421"),
        new NotDisclosed(new SpaceName("payments")),
        NotUsable.disabled(REF),
        NotUsable.expired(REF),
        new NotFound(REF),
        new NotAvailable(REF),
        new NameTaken("secret " + REF),
        new ChangedMeanwhile(REF.toString()),
        new Conflict("the last administrator cannot be removed"),
        new IdempotencyMismatch(),
        new AlreadyDone(),
        new RateLimited(Duration.ofSeconds(1)),
        new DecryptionFailed(),
        new Sealed(),
        new AuditUnavailable(),
        new OutcomeUnknown());
  }

  @Test
  void every_action_is_on_its_page() throws Exception {
    var rows = new TreeMap<String, String>();
    for (Operation one : samples(Operation.class)) {
      if (!(one instanceof ServerEvent)) {
        String rights =
            one.needs().stream().map(Permission::word).sorted().collect(Collectors.joining(", "));
        rows.merge(
            "| `%s` | %s |".formatted(one.action(), one.resource().type()),
            "%s | %s |".formatted(words(one), rights.isEmpty() ? "none" : rights),
            ReferencePagesTest::both);
      }
    }
    serverEvents().forEach(event -> rows.put(event, "the server itself | |"));
    var page =
        new StringBuilder(
            """
            # Audit actions

            What the `action` of an entry can be, and what it is about. The outcome is `ok` or one of the
            [error codes](errors.md). Written from the code by a test; what else an entry holds stands in
            [audit.md](audit.md).

            | action | about | operation | rights it needs |
            |---|---|---|---|
            """);
    rows.forEach((key, value) -> page.append(key).append(' ').append(value).append('\n'));
    compare("audit-actions.md", page.toString());
  }

  /// One action may stand for several operations that need the same.
  private static String both(String one, String other) {
    if (one.equals(other)) {
      return one;
    }
    String[] left = one.split(" \\| ", -1);
    String[] right = other.split(" \\| ", -1);
    String names = left[0].contains(right[0]) ? left[0] : left[0] + ", " + right[0];
    var rights = new TreeSet<String>();
    Stream.of(left[1], right[1])
        .flatMap(text -> Arrays.stream(text.replace(" |", "").split(", ", -1)))
        .forEach(rights::add);
    return names + " | " + String.join(", ", rights) + " |";
  }

  private static String words(Operation operation) {
    return operation
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static List<Operation> samples(Class<?> type) throws Exception {
    var all = new ArrayList<Operation>();
    if (type.isSealed()) {
      for (Class<?> one : type.getPermittedSubclasses()) {
        all.addAll(samples(one));
      }
      return all;
    }
    for (boolean flag : new boolean[] {false, true}) {
      var arguments = new ArrayList<Object>();
      for (RecordComponent component : type.getRecordComponents()) {
        arguments.add(sample(component.getType(), flag));
      }
      var constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      all.add((Operation) constructor.newInstance(arguments.toArray()));
    }
    return all;
  }

  private static Object sample(Class<?> type, boolean flag) {
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(boolean.class, flag),
            Map.entry(SecretRef.class, REF),
            Map.entry(Version.class, Version.FIRST),
            Map.entry(Reach.class, Reach.EVERYWHERE),
            Map.entry(SpaceName.class, REF.scope().space()),
            Map.entry(Scope.class, REF.scope()),
            Map.entry(Id.class, new Id("0".repeat(32))),
            Map.entry(TokenId.class, new TokenId("0".repeat(12))),
            Map.entry(Principal.class, Principal.user("mara")),
            Map.entry(RoleName.class, new RoleName("viewer")),
            Map.entry(String.class, "name"));
    return Objects.requireNonNull(samples.get(type), () -> "this test has no sample of " + type);
  }

  /// What the server puts on record by itself has no type of its own; the sources name it.
  private static Set<String> serverEvents() throws IOException {
    var events = new TreeSet<String>();
    try (Stream<Path> sources = Files.walk(ROOT.resolve("core/src/main/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text =
            Files.readString(source, UTF_8)
                .replace("Verifier.CUT", "\"CHAIN_CUT\"")
                .replace(", REFUSED,", ", \"ROW_REFUSED\",");
        EVENT
            .matcher(text)
            .results()
            .forEach(
                found ->
                    WORD.matcher(found.group(2))
                        .results()
                        .map(word -> "| `%s` | %s |".formatted(word.group(1), found.group(1)))
                        .forEach(events::add));
        STEP_OF_A_ROTATION
            .matcher(text)
            .results()
            .map(word -> "| `%s` | key |".formatted(word.group(1)))
            .forEach(events::add);
      }
    }
    assertThat(events).contains("| `CHAIN_OPEN` | audit |", "| `EXPIRES_SOON` | secret |");
    return events;
  }

  private static void compare(String name, String page) throws IOException {
    Path file = ROOT.resolve("docs").resolve(name);
    if (WRITE) {
      Files.writeString(file, page);
    }
    assertThat(file).hasContent(page);
  }
}
