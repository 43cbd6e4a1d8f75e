package dev.claviger.server.rest;

import dev.claviger.core.People;
import dev.claviger.core.People.Created;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Description;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.SecretText;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// [People] over HTTP.
final class PeopleRoutes {
  private static final String ALL = "/api/v1/principals";
  private static final String ONE = ALL + "/{principal}";

  private final People people;
  private final Clock clock;

  PeopleRoutes(People people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking("kind", "limit", "after"),
        Route.of(Method.POST, ALL, this::create)
            .reading(
                Shape.of(
                    Field.text("principal").must(),
                    Field.secret("password"),
                    Field.text("description"))),
        Route.of(Method.GET, ONE, this::describe),
        Route.of(Method.PATCH, ONE, this::resetPassword)
            .reading(Shape.of(Field.secret("password").must())),
        Route.of(Method.DELETE, ONE, this::delete),
        Route.of(Method.POST, "/api/v1/agents", this::createAgent)
            .reading(
                Shape.of(
                    Field.text("name").must(),
                    Field.text("scope").must(),
                    Field.words("only"),
                    Field.text("expires_in"),
                    Field.text("expires_at"))));
  }

  private Reply list(Call call) {
    var kind = call.query("kind").map(PrincipalKind::parse).orElse(null);
    return Page.of(call)
        .of(
            "principals",
            people.list(call.caller(), kind),
            one -> one.identity().principal().toString(),
            (json, one) -> fields(json.object(), one).endObject());
  }

  private Reply create(Call call) {
    JsonObject body = call.body();
    Principal principal = Principal.parse(body.must("principal"));
    var description = body.text("description").map(Description::new).orElse(Description.NONE);
    try (SecretValue password = body.secret("password").map(SecretText::asValue).orElse(null);
        Created created = people.create(call.caller(), principal, description, password)) {
      var json = fields(new JsonWriter().object(), created.principal());
      if (created.token() != null) {
        created.token().lend(token -> json.secret("first_token", token));
        json.field("expires_at", Times.orNull(created.expiresAt()));
      }
      return Reply.created(json.endObject());
    }
  }

  private Reply createAgent(Call call) {
    JsonObject body = call.body();
    Principal agent = Principal.agent(body.must("name"));
    Scope scope = Scope.parse(body.must("scope"));
    try (Created created =
        people.createAgent(call.caller(), agent, scope, names(body), Expiry.of(body, clock))) {
      var json = new JsonWriter().object().field("principal", agent);
      if (created.token() != null) {
        created.token().lend(token -> json.secret("token", token));
      }
      json.field("scope", scope).field("expires_at", Times.orNull(created.expiresAt()));
      return Reply.created(json.endObject());
    }
  }

  /// The names that a binding is limited to.
  static Set<SecretName> names(JsonObject body) {
    if (body.words("only").filter(List::isEmpty).isPresent()) {
      throw new InvalidInput("only", "must not be empty; leave it out for no limit");
    }
    return body.words("only").orElse(List.of()).stream()
        .map(SecretName::new)
        .collect(Collectors.toSet());
  }

  private Reply describe(Call call) {
    var json = new JsonWriter().object();
    return Reply.ok(fields(json, people.describe(call.caller(), call.principal())).endObject());
  }

  private Reply resetPassword(Call call) {
    try (SecretValue password = call.body().mustSecret("password").asValue()) {
      people.resetPassword(call.caller(), call.principal(), password);
      return Reply.done();
    }
  }

  private Reply delete(Call call) {
    people.delete(call.caller(), call.principal());
    return Reply.done();
  }

  private static JsonWriter fields(JsonWriter json, StoredPrincipal stored) {
    return json.field("principal", stored.identity().principal())
        .field("id", stored.identity().id())
        .field("description", stored.description())
        .field("created_at", Times.of(stored.createdAt()))
        .field("created_by", stored.createdBy());
  }
}
