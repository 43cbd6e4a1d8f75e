package dev.claviger.cli.demo;

import dev.claviger.cli.frame.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What the demo tells, step by step.
final class Story {
  private static final String SCOPE = "shop/development";
  private static final String NAME = "OPENAI_API_KEY";
  private static final String READY = "claviger: ready";
  private static final String REST = "claviger: REST ";

  private final Stage stage;
  private final SecureRandom random = new SecureRandom();

  Story(Stage stage) {
    this.stage = stage;
  }

  /// Tells all of it.
  ///
  /// @param goesOn whether the server runs on until it or this process is ended
  void tell(boolean goesOn) throws IOException {
    title("A server, on a folder of its own");
    typed("cd " + stage.folder());
    typed("export CLAVIGER_DATA=$PWD/data XDG_CONFIG_HOME=$PWD/config");
    typed("export CLAVIGER_REST_LISTEN=127.0.0.1:0 CLAVIGER_GRPC_LISTEN=127.0.0.1:0");
    ShownProcess server = startServer();
    String address = address(server);
    signIn(address);
    storeSecret();
    ShownProcess agent = runAgent();
    rotate(agent);
    showRecord();
    title("That is the story");
    agent.end();
    if (goesOn) {
      invite(address);
      server.awaitEnd();
    }
  }

  private ShownProcess startServer() throws IOException {
    typed("claviger server start &");
    var free = Map.of("CLAVIGER_REST_LISTEN", "127.0.0.1:0", "CLAVIGER_GRPC_LISTEN", "127.0.0.1:0");
    ShownProcess server = stage.start("", free, "server", "start");
    server.awaitLine(line -> line.equals(READY));
    return server;
  }

  private static String address(ShownProcess server) {
    return server.awaitLine(line -> line.startsWith(REST)).substring(REST.length()).strip();
  }

  private void signIn(String address) throws IOException {
    title("The first person signs in and sets a password, which is in password.txt");
    stage.write("password.txt", "Aa1-" + letters(18));
    shown(
        "login",
        "--server",
        address,
        "--first-token",
        "data/first-admin-token",
        "--password-file",
        "password.txt");
  }

  private void storeSecret() throws IOException {
    title("A space for a team, and a secret in it, whose value is in key.txt");
    stage.write("key.txt", "sk-proj-" + letters(30));
    shown("space", "create", "shop");
    shown("secret", "set", SCOPE, NAME + "=@key.txt");
    shown("secret", "list", SCOPE, "-o", "table");
  }

  private ShownProcess runAgent() throws IOException {
    title("An agent with a token of its own gets the value in its environment");
    typed("claviger agent create assistant " + SCOPE + " >agent.token");
    stage.startInto("agent.token", "agent", "create", "assistant", SCOPE).awaitSuccess();
    List<String> command = agentCommand();
    typed("CLAVIGER_TOKEN_FILE=agent.token claviger " + quoted(command) + " &");
    var token = Map.of("CLAVIGER_TOKEN_FILE", stage.folder().resolve("agent.token").toString());
    ShownProcess agent = stage.start("agent | ", token, command.toArray(String[]::new));
    agent.awaitLine(line -> line.startsWith("INFO Agent started"));
    return agent;
  }

  /// One of the examples where this machine can run it, else the shell alone.
  private List<String> agentCommand() {
    Path examples = stage.launcher().resolveSibling("examples");
    Path python = examples.resolve("python/agent.py");
    Path shell = examples.resolve("shell/agent.sh");
    if (stage.has("python3") && Files.exists(python)) {
      return List.of("run", "--on-change=signal:USR1", "--", "python3", python.toString());
    }
    if (stage.has("curl") && Files.exists(shell)) {
      return List.of("run", "--on-change=signal:USR1", "--", "sh", shell.toString());
    }
    return List.of(
        "run",
        "--on-change=exec:echo 'INFO Secret rotated: "
            + NAME
            + " (no restart required)'; echo 'INFO Version 2 is in use'",
        "--",
        "sh",
        "-c",
        "echo \"INFO Agent started, process $$\"; while :; do sleep 1; done");
  }

  private void rotate(ShownProcess agent) throws IOException {
    title("The value is rotated while the agent runs");
    shown("secret", "rotate", SCOPE, NAME);
    agent.awaitLine(line -> line.startsWith("INFO Secret rotated: " + NAME));
    agent.awaitLine(line -> line.startsWith("INFO Version "));
    if (!agent.isAlive()) {
      throw CommandFailure.failed("the agent did not survive the rotation", null);
    }
    say("The agent is still the same process.");
  }

  private void showRecord() throws IOException {
    title("Who did what, and the proof that nobody changed the record");
    shown("audit", "list", "shop/development", "-o", "table");
    shown("audit", "verify", "-o", "table");
  }

  private void invite(String address) {
    say("The server runs until Ctrl-C; then everything here is removed. In a second terminal:");
    say("");
    say("  export PATH=" + stage.launcher().getParent() + ":$PATH");
    say("  export XDG_CONFIG_HOME=" + stage.folder().resolve("config"));
    say("  export CLAVIGER_SERVER=" + address);
    say("  export CLAVIGER_SCOPE=" + SCOPE);
    say("  claviger status");
    say("  claviger secret get " + NAME);
  }

  private void shown(String... arguments) throws IOException {
    typed("claviger " + quoted(List.of(arguments)));
    stage.start("", Map.of(), arguments).awaitSuccess();
  }

  private static String quoted(List<String> words) {
    return String.join(
        " ",
        words.stream()
            .map(word -> word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : inQuotes(word))
            .toList());
  }

  private static String inQuotes(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private void title(String text) {
    say("");
    say("# " + text);
  }

  private void typed(String command) {
    say("$ " + command);
  }

  private void say(String line) {
    synchronized (stage.out()) {
      stage.out().println(line);
      stage.out().flush();
    }
  }

  private String letters(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
