package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// I20: `docs/conformance.md` has every row of the ledger once, and names tests that exist.
class ConformancePageTest {
  private static final Path ROOT = Path.of(System.getProperty("claviger.root", ".."));
  private static final Pattern ROW =
      Pattern.compile("^\\| ([RSWFI]\\d+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("\\b[A-Z][A-Za-z]+(?:Test|Contract)\\b");

  /// How many rows each group of the ledger has.
  private static final Map<String, Integer> LEDGER =
      Map.of("R", 16, "S", 15, "W", 11, "F", 15, "I", 20);

  @Test
  void every_row_of_the_ledger_stands_there_once() throws IOException {
    List<String> expected =
        LEDGER.entrySet().stream()
            .flatMap(
                group ->
                    IntStream.rangeClosed(1, group.getValue()).mapToObj(n -> group.getKey() + n))
            .toList();
    assertThat(rows()).extracting(Row::id).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void each_names_tests_that_exist_or_what_it_waits_for() throws IOException {
    Set<String> classes = testClasses();
    var wrong = new LinkedHashMap<String, String>();
    for (Row row : rows()) {
      List<String> named = TEST.matcher(row.proof()).results().map(found -> found.group()).toList();
      if (named.isEmpty() && !row.proof().contains("wait") && !row.proof().contains("measured")) {
        wrong.put(row.id(), "names nothing");
      }
      named.stream()
          .filter(name -> !classes.contains(name))
          .forEach(name -> wrong.put(row.id(), name + " does not exist"));
    }
    assertThat(wrong).isEmpty();
  }

  private record Row(String id, String proof) {}

  private static List<Row> rows() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/conformance.md"));
    return ROW.matcher(page).results().map(r -> new Row(r.group(1), r.group(3))).toList();
  }

  private static Set<String> testClasses() throws IOException {
    var all = new ArrayList<String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(path -> path.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith(".java"))
                .forEach(name -> all.add(name.substring(0, name.length() - ".java".length())));
          }
        }
      }
    }
    return all.stream().collect(Collectors.toSet());
  }
}
