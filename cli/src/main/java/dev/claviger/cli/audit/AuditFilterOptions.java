package dev.claviger.cli.audit;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Query;
import dev.claviger.model.Scope;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which entries are meant.
final class AuditFilterOptions {
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  private final Surroundings surroundings;
  private final Syntax.Text space;
  private final Syntax.Text environment;
  private final Syntax.Text secret;
  private final Syntax.Text principal;
  private final Syntax.Text action;
  private final Syntax.Text outcome;
  private final Syntax.Text since;
  private final Syntax.Text until;
  private final Syntax.Words scope;

  AuditFilterOptions(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    space = syntax.text("SPACE", "Only in this space.", "--space");
    environment = syntax.text("NAME", "Only in this environment.", "--environment");
    secret = syntax.text("NAME", "Only of this secret.", "--secret");
    principal = syntax.text("WHO", "Only by this one, such as agent:ci.", "--principal");
    action = syntax.text("ACTION", "Only this action, such as READ.", "--action");
    outcome =
        syntax.text("WORD", "Only with this outcome, such as ok or access_denied.", "--outcome");
    since = syntax.text("TIME", "From then on: a time, or a span such as 2h.", "--since");
    until = syntax.text("TIME", "Until then.", "--until");
    scope = syntax.words("SCOPE", "0..1");
  }

  Query query() {
    var query = new Query();
    if (scope.values().isEmpty()) {
      query.with("space", space.value()).with("environment", environment.value());
    } else if (space.isSet() || environment.isSet()) {
      throw CommandFailure.usage("SCOPE and --space or --environment exclude each other", null);
    } else {
      Scope only = Scope.parse(scope.only());
      query
          .with("space", only.space().toString())
          .with("environment", only.environment().toString());
    }
    return query
        .with("secret", secret.value())
        .with("principal", principal.value())
        .with("action", action.value())
        .with("outcome", outcome.value());
  }

  Query queryWithTimes() {
    return query().with("since", time(since.value())).with("until", time(until.value()));
  }

  /// A span counts backwards from now; the server's clock decides about other times.
  private @Nullable String time(@Nullable String text) {
    Matcher span = SPAN.matcher(text == null ? "" : text);
    if (!span.matches()) {
      return text;
    }
    long count = Long.parseLong(span.group(1));
    Duration back =
        switch (span.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    return surroundings.clock().instant().minus(back).toString();
  }
}
