package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Answer;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Credentials;
import dev.claviger.cli.session.CredentialsFile;
import dev.claviger.cli.session.FlatJson;
import dev.claviger.cli.session.ServerLookup;
import dev.claviger.cli.session.Session;
import dev.claviger.cli.session.TokenKind;
import dev.claviger.cli.session.TokenText;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger login`: proves who you are once, and keeps the token for the commands that follow.
public final class Login implements Command {
  private static final String DEFAULT_SERVER = "http://127.0.0.1:8420";

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "login",
              "",
              "Sign in. The addresses of the server and your token are kept in",
              "$XDG_CONFIG_HOME/claviger/credentials.json, which only you can read.")
          .footer(
              "claviger login --server https://claviger.example:8420 --ca-file ca.crt",
              "claviger login --server http://127.0.0.1:8420 --first-token DATA/first-admin-token");
  private final Syntax.Text server =
      syntax.text("URL", "Either listener of the server.", "--server");
  private final Syntax.Text user = syntax.text("NAME", "Who you are.", "--user");
  private final Syntax.Text passwordFile =
      syntax.text("FILE", "Where the password stands; - is standard input.", "--password-file");
  private final Syntax.Text firstToken =
      syntax.text("FILE", "A first token, with which you set your password.", "--first-token");
  private final Syntax.Text tokenFile =
      syntax.text("FILE", "Use the token in this file instead of a password.", "--token-file");
  private final Syntax.Text authorityFile =
      syntax.text("PEM", "Certificates that alone are trusted.", "--ca-file");

  /// In these surroundings.
  public Login(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Path authority = authority();
    var lookup = ServerLookup.of(address(), authority);
    try (Credentials found = credentials(lookup, authority)) {
      new CredentialsFile(surroundings).store(found);
      String principal = found.principal();
      surroundings.say(
          "signed in" + (principal == null ? "" : " as " + principal) + " at " + lookup.rest());
    }
    return ExitCodes.OK;
  }

  private @Nullable Path authority() {
    String file = authorityFile.value();
    return file == null ? Session.authority(surroundings, null) : surroundings.file(file);
  }

  private ServerAddress address() throws IOException {
    String given =
        server.value() == null ? surroundings.variable("CLAVIGER_SERVER") : server.value();
    if (given != null) {
      return ServerAddress.parse(given);
    }
    Optional<Credentials> stored = new CredentialsFile(surroundings).load();
    stored.ifPresent(Credentials::close);
    return stored.map(Credentials::rest).orElseGet(() -> ServerAddress.parse(DEFAULT_SERVER));
  }

  private Credentials credentials(ServerLookup lookup, @Nullable Path authority)
      throws IOException {
    String token = tokenFile.value();
    if (token != null) {
      return withToken(lookup, authority, TokenText.fromFile(surroundings.file(token)));
    }
    var plane = new ManagementPlane(new Connections(lookup.rest(), authority), null);
    try (var body = new RequestBody()) {
      String first = firstToken.value();
      if (first == null) {
        addPassword(body);
      } else {
        addFirstToken(body, first);
      }
      return opened(lookup, authority, signedIn(plane, body, first != null));
    }
  }

  /// The server tells nobody what exactly is wrong.
  private static Answer signedIn(ManagementPlane plane, RequestBody body, boolean byFirstToken) {
    try {
      return plane.send("/sessions", body);
    } catch (ServerProblem problem) {
      if (!problem.code().equals("unauthenticated")) {
        throw problem;
      }
      throw byFirstToken
          ? CommandFailure.refused(
              "the first token is unknown, was used, or is older than 24 hours",
              "make a new one on the server's host: claviger server reset-admin")
          : CommandFailure.refused(
              "the user or the password is wrong",
              "an administrator can set another: claviger user password NAME");
    }
  }

  private void addPassword(RequestBody body) throws IOException {
    String name = user.value();
    if (name == null) {
      requireTerminal("the user", "--user NAME");
      name = surroundings.terminal().ask("User: ").strip();
    }
    String file = passwordFile.value();
    if (file == null) {
      requireTerminal("the password", "--password-file FILE");
    }
    byte[] password =
        file == null
            ? surroundings.terminal().askHidden("Password (hidden): ")
            : Input.password(surroundings, file);
    body.text("user", name.startsWith("user:") ? name.substring(5) : name);
    body.secret("password", password);
    Arrays.fill(password, (byte) 0);
  }

  private void addFirstToken(RequestBody body, String tokenFile) throws IOException {
    String file = passwordFile.value();
    if (file == null) {
      requireTerminal("the new password", "--password-file FILE");
    }
    try (SecretValue token = TokenText.fromFile(surroundings.file(tokenFile))) {
      token.lend(bytes -> body.secret("first_token", bytes));
    }
    byte[] password =
        file == null ? Input.newPassword(surroundings) : Input.password(surroundings, file);
    body.secret("password", password);
    Arrays.fill(password, (byte) 0);
  }

  private void requireTerminal(String question, String instead) {
    if (!surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal(question, instead);
    }
  }

  private static Credentials opened(ServerLookup lookup, @Nullable Path authority, Answer answer) {
    byte[] bytes = answer.bytes();
    try (FlatJson session = FlatJson.read(bytes)) {
      byte[] token = session == null ? null : session.bytes("token");
      if (session == null || token == null) {
        throw CommandFailure.failed("the answer of the server holds no token", null);
      }
      return new Credentials(
          lookup.rest(),
          lookup.grpc(),
          SecretValue.copyOf(token),
          session.text("principal"),
          null,
          session.text("expires_at"),
          authority);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Credentials withToken(
      ServerLookup lookup, @Nullable Path authority, SecretValue token) {
    Json current = Json.nothing();
    if (TokenKind.of(token) != TokenKind.ONE_SCOPE) { // those are refused on this listener
      current =
          new ManagementPlane(new Connections(lookup.rest(), authority), token)
              .get("/sessions/current");
    }
    return new Credentials(
        lookup.rest(),
        lookup.grpc(),
        token,
        current.find("principal"),
        current.find("scope"),
        current.find("expires_at"),
        authority);
  }
}
