package dev.claviger.cli.key;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.JsonFields;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger key status`: every key, never its bytes.
public final class KeyStatus implements Command {
  private final Surroundings surroundings;
  private final List<Column> columns;
  private final Syntax syntax =
      Syntax.of(
          "key status",
          "",
          "List the keys: what each is for, its state and age, how many versions it sealed (a root",
          "key: how many keys it wraps), how many of these cannot be read and so stay as they are,",
          "and how far a rotation is.");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public KeyStatus(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.columns =
        List.of(
            Column.of("PURPOSE", "purpose"),
            Column.of("SPACE", "space"),
            Column.of("GENERATION", "generation"),
            Column.of("STATE", "state"),
            new Column("AGE", key -> age(key.text("created_at"))),
            Column.of("USES", "uses"),
            Column.of("QUARANTINED", "quarantined"),
            new Column("PROGRESS", KeyStatus::progress));
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    try (Session session = Session.open(surroundings)) {
      Json found = session.management().get("/keys");
      List<Json> keys = found.items("keys");
      var all =
          new JsonFields()
              .with("keys", new Json.Items(keys))
              .with("provider", found.text("provider"))
              .build();
      output.print(surroundings, all, () -> Table.of(columns, keys));
      return ExitCodes.OK;
    }
  }

  private String age(String createdAt) {
    try {
      Duration age = Duration.between(Instant.parse(createdAt), surroundings.clock().instant());
      return age.toDays() > 0
          ? age.toDays() + " d"
          : age.toHours() > 0 ? age.toHours() + " h" : Math.max(0, age.toMinutes()) + " min";
    } catch (DateTimeException _) {
      return createdAt;
    }
  }

  private static String progress(Json key) {
    return key.field("progress") instanceof Json.Fields progress
        ? RotationProgress.of(progress).counts()
        : "";
  }
}
