package dev.claviger.server.rest;

import dev.claviger.core.Imports;
import dev.claviger.core.SecretChanges;
import dev.claviger.core.SecretChanges.Rotated;
import dev.claviger.core.SecretChanges.Written;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Secrets;
import dev.claviger.core.ShownSecret;
import dev.claviger.core.ShownSecrets;
import dev.claviger.core.StoredSecret;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [Secrets] and [SecretChanges] over HTTP.
final class SecretRoutes {
  private static final String ALL = "/api/v1/spaces/{space}/secrets";
  private static final String ONE = ALL + "/{name}";
  private static final String[] LISTING = {
    "environment", "prefix", "q", "expiring", "stale", "show_values", "limit", "after"
  };

  private static final int MAX_BATCH = 8 * 1024 * 1024;

  private final Secrets secrets;
  private final SecretChanges changes;
  private final Imports imports;
  private final SecretJson json;
  private final Clock clock;
  private final SecureRandom random;

  SecretRoutes(
      Secrets secrets,
      SecretChanges changes,
      Imports imports,
      SecretJson json,
      Clock clock,
      SecureRandom random) {
    this.secrets = secrets;
    this.changes = changes;
    this.imports = imports;
    this.json = json;
    this.clock = clock;
    this.random = random;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking(LISTING),
        Route.of(Method.POST, ALL, this::create).reading(SecretBodies.CREATION),
        Route.of(Method.POST, ALL + "/batch", this::batch)
            .taking("environment")
            .reading(SecretBodies.BATCH)
            .upTo(MAX_BATCH),
        Route.of(Method.GET, ONE, this::describe).taking("environment", "show_values"),
        Route.of(Method.PUT, ONE, this::put).taking("environment").reading(SecretBodies.PUT),
        Route.of(Method.PATCH, ONE, this::edit).taking("environment").reading(SecretBodies.PATCH),
        Route.of(Method.DELETE, ONE, this::delete).taking("environment", "hard"),
        Route.of(Method.POST, ONE + "/rotate", this::rotate)
            .taking("environment")
            .reading(SecretBodies.ROTATION));
  }

  private Reply list(Call call) {
    var environment = call.query("environment").map(EnvironmentName::new).orElse(null);
    return list(call, call.space(), environment);
  }

  Reply list(Call call, SpaceName space, @Nullable EnvironmentName environment) {
    Page page = Page.of(call);
    Instant now = clock.instant();
    var filter =
        new SecretFilter(
            space,
            environment,
            call.query("prefix").orElse(null),
            call.query("q").orElse(null),
            after(page),
            days(call, "expiring").map(now::plus).orElse(null),
            days(call, "stale").map(now::minus).orElse(null));
    try (ShownSecrets found =
        secrets.list(call.caller(), filter, page.limit(), call.flag("show_values"))) {
      var document = new JsonWriter().object().list("secrets");
      found.secrets().forEach(shown -> json.write(document, shown));
      After next = found.next();
      String cursor = next == null ? null : Page.cursor(next.environment() + "/" + next.name());
      return Reply.ok(document.endList().field("next", cursor).endObject());
    }
  }

  private static Optional<Duration> days(Call call, String name) {
    return call.query(name)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,5}")) {
                throw new InvalidInput(name, "must be a number of days, such as 90");
              }
              return Duration.ofDays(Integer.parseInt(text));
            });
  }

  private static @Nullable After after(Page page) {
    if (page.after() == null) {
      return null;
    }
    int slash = page.after().indexOf('/');
    if (slash < 0) {
      throw Page.notOurs();
    }
    return new After(
        new EnvironmentName(page.after().substring(0, slash)),
        new SecretName(page.after().substring(slash + 1)));
  }

  private Reply create(Call call) {
    var environment = call.body().text("environment").map(EnvironmentName::new);
    return create(call, new Scope(call.space(), environment.orElse(EnvironmentName.DEVELOPMENT)));
  }

  Reply create(Call call, Scope scope) {
    JsonObject body = call.body();
    var ref = new SecretRef(scope, new SecretName(body.must("key_name")));
    try (SecretValue value = SecretBodies.value(body)) {
      StoredSecret made = changes.create(call.caller(), ref, value, SecretBodies.edit(body));
      return tagged(201, made);
    }
  }

  private Reply describe(Call call) {
    return describe(call, call.ref());
  }

  Reply describe(Call call, SecretRef ref) {
    try (ShownSecret shown = secrets.describe(call.caller(), ref, call.flag("show_values"))) {
      return Reply.ok(json.write(new JsonWriter(), shown)).with("ETag", tag(shown.secret()));
    }
  }

  private Reply put(Call call) {
    return put(call, call.ref());
  }

  Reply put(Call call, SecretRef ref) {
    JsonObject body = call.body();
    if (body.isEmpty()) {
      throw new InvalidInput("the body", "must hold a value or metadata");
    }
    try (SecretValue value = SecretBodies.valueOrNull(body)) {
      Written written =
          changes.put(
              call.caller(),
              ref,
              value,
              SecretBodies.edit(body),
              SecretBodies.grace(body, Duration.ZERO),
              call.expectedTag());
      return tagged(written.created() ? 201 : 200, written.secret());
    }
  }

  private Reply edit(Call call) {
    return edit(call, call.ref());
  }

  Reply edit(Call call, SecretRef ref) {
    return tagged(
        200, changes.edit(call.caller(), ref, SecretBodies.edit(call.body()), call.expectedTag()));
  }

  private Reply delete(Call call) {
    return delete(call, call.ref());
  }

  Reply delete(Call call, SecretRef ref) {
    changes.delete(call.caller(), ref, call.flag("hard"), call.expectedTag());
    return Reply.done();
  }

  private Reply rotate(Call call) {
    JsonObject body = call.body();
    try (SecretValue value = next(body)) {
      Rotated rotated =
          changes.rotate(
              call.caller(), call.ref(), value, SecretBodies.grace(body, SecretChanges.GRACE));
      StoredSecret secret = rotated.secret();
      return Reply.ok(
              new JsonWriter()
                  .object()
                  .field("version", secret.current() == null ? null : secret.current().number())
                  .field("former", rotated.former().number())
                  .field("former_works_until", Times.of(rotated.formerWorksUntil()))
                  .endObject())
          .with("ETag", tag(secret));
    }
  }

  private SecretValue next(JsonObject body) {
    SecretValue given = SecretBodies.valueOrNull(body);
    if (given == null) {
      return GeneratedValue.of(body.text("generate").orElse(GeneratedValue.DEFAULT), random);
    }
    if (body.text("generate").isPresent()) {
      given.close();
      throw new InvalidInput("generate", "must not stand beside value");
    }
    return given;
  }

  private Reply batch(Call call) {
    var items = new ArrayList<Imports.Item>();
    try {
      for (JsonObject one : call.body().list("secrets")) {
        items.add(new Imports.Item(new SecretName(one.must("key_name")), SecretBodies.value(one)));
      }
      var document = new JsonWriter().object().list("results");
      for (Imports.Result result : imports.write(call.caller(), call.scope(), items)) {
        document
            .object()
            .field("key_name", result.name())
            .field("change", result.effect().name().toLowerCase(Locale.ROOT))
            .field("version", result.version().number())
            .endObject();
      }
      return Reply.ok(document.endList().endObject());
    } finally {
      items.forEach(item -> item.value().close());
    }
  }

  private Reply tagged(int status, StoredSecret secret) {
    return Reply.json(status, json.write(new JsonWriter(), secret)).with("ETag", tag(secret));
  }

  private static String tag(StoredSecret secret) {
    return "\"" + secret.tag() + "\"";
  }
}
