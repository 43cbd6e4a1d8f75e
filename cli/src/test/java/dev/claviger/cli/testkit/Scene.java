package dev.claviger.cli.testkit;

import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The process that a command under test sees: its folder, variables, streams and person.
public final class Scene implements Terminal {
  /// The moment at which everything happens.
  public static final Instant NOW = Instant.parse("2026-11-25T09:41:00Z");

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> questions = new ArrayList<>();
  private byte[] stdin = {};
  private boolean shows;
  private boolean asksSomebody;

  /// @param folder empty; also the home of the user
  public Scene(Path folder) {
    this.folder = folder;
    environment.put("HOME", folder.toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  /// Sets a variable.
  public Scene with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// What comes over standard input.
  public Scene withInput(String text) {
    stdin = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /// A person in front of it, who gives these answers.
  public Scene withPerson(String... answersInOrder) {
    asksSomebody = true;
    answers.addAll(List.of(answersInOrder));
    return this;
  }

  /// Standard output goes to a terminal.
  public Scene onTerminal() {
    shows = true;
    return this;
  }

  /// What the commands see.
  public Surroundings surroundings() {
    return new Surroundings(
        environment,
        folder,
        new ByteArrayInputStream(stdin),
        new PrintStream(stdout, false, StandardCharsets.UTF_8),
        new PrintStream(stderr, false, StandardCharsets.UTF_8),
        this,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /// What was printed as data.
  public String stdout() {
    return stdout.toString(StandardCharsets.UTF_8);
  }

  /// What was said besides.
  public String stderr() {
    return stderr.toString(StandardCharsets.UTF_8);
  }

  /// What the person was asked.
  public List<String> questions() {
    return questions;
  }

  @Override
  public boolean answers() {
    return asksSomebody;
  }

  @Override
  public boolean shows() {
    return shows;
  }

  @Override
  public String ask(String question) {
    questions.add(question);
    return answers.remove();
  }

  @Override
  public byte[] askHidden(String question) {
    return ask(question).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] askHiddenText(String question) {
    return askHidden(question);
  }
}
