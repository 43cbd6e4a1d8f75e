package dev.claviger.cli.key;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger key rotate space NAME`, `claviger key rotate root` and `claviger key rotate session`.
public final class KeyRotate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "key rotate",
              "space NAME | root | session",
              "Replace the key of a space, or the root key. New values use the new key at once; what",
              "former keys sealed is sealed again in the background, while everything is read and",
              "written as before. A former key is kept for 30 days, for backups, then destroyed.",
              "A new key for the sessions of people signs everybody out, you too; tokens of programs",
              "and agents stay good.")
          .footer(
              "Examples:",
              "  claviger key rotate space payments --wait",
              "  claviger key rotate root",
              "  claviger key rotate session");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Flag wait =
      syntax.flag("Show the progress, and end when it is done (space, root).", "--wait");
  private final Syntax.Words operands = syntax.words("KEY", "1..*");

  /// In these surroundings.
  public KeyRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  /// A key as it is shown.
  private record Named(String purpose, @Nullable String space) {
    @Override
    public String toString() {
      return space == null ? "the root key" : "the key of space " + space;
    }
  }

  @Override
  public int run() throws IOException {
    if (operands.values().equals(List.of("session"))) {
      return endSessions();
    }
    Named key = named(operands.values());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      Confirmation.require(surroundings, yes.isSet(), "Replace " + key + "?");
      body.text("purpose", key.purpose()).text("space", key.space());
      long generation = session.management().post("/keys/rotate", body).number("generation");
      if (!wait.isSet()) {
        surroundings.stdout().println("replacing " + key + " by generation " + generation);
        surroundings.say("it goes on in the background; see: claviger key status");
        return ExitCodes.OK;
      }
      return report(key, generation, awaited(session.management(), key, generation));
    }
  }

  private int endSessions() throws IOException {
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      Confirmation.require(
          surroundings, yes.isSet(), "Rotate the session key? Everybody is signed out, you too.");
      Json done = session.management().post("/keys/session-mac/rotate", body);
      surroundings
          .stdout()
          .println(
              "session key generation "
                  + done.number("generation")
                  + ", sessions ended: "
                  + done.number("sessions_ended"));
      surroundings.say("sign in again with: claviger login");
      return ExitCodes.OK;
    }
  }

  private static Named named(List<String> words) {
    if (words.equals(List.of("root"))) {
      return new Named("root", null);
    }
    if (words.size() == 2 && words.getFirst().equals("space")) {
      return new Named("space", new SpaceName(words.getLast()).value());
    }
    throw CommandFailure.usage(
        "say which key: space NAME, root or session", "see: claviger help key rotate");
  }

  /// The key once its rotation has ended.
  private Json awaited(ManagementPlane plane, Named key, long generation) {
    String doing = key.space() == null ? "Re-wrapping" : "Re-encrypting";
    var shown = new ShownProgress(surroundings, doing);
    while (true) {
      Json found = found(plane, key, generation);
      if (!(found.field("progress") instanceof Json.Fields progress)) {
        shown.end();
        return found;
      }
      shown.show(RotationProgress.of(progress));
      ShownProgress.pause();
    }
  }

  private static Json found(ManagementPlane plane, Named key, long generation) {
    return plane.get("/keys").items("keys").stream()
        .filter(each -> each.text("purpose").equals(key.purpose()))
        .filter(each -> key.space() == null || each.text("space").equals(key.space()))
        .filter(each -> each.number("generation") == generation)
        .findFirst()
        .orElseThrow(() -> CommandFailure.failed(key + " is not there any more", null));
  }

  private int report(Named key, long generation, Json ended) {
    if (!ended.text("state").equals("active")) {
      throw CommandFailure.failed(
          "the new key did not work, so " + key + " stays as it was", "see the log of the server");
    }
    String one = key.space() == null ? " key" : " version";
    String of = ended.number("uses") == 1 ? one : one + "s";
    String uses = RotationProgress.grouped(ended.number("uses"));
    surroundings
        .stdout()
        .println("replaced " + key + " by generation " + generation + ": " + uses + of);
    return ExitCodes.OK;
  }
}
