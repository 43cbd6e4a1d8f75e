package dev.claviger.server.rest;

import dev.claviger.core.StoredToken;
import dev.claviger.core.Tokens;
import dev.claviger.core.Tokens.Created;
import dev.claviger.core.Tokens.Rotated;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.Principal;
import dev.claviger.model.Scope;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.time.Clock;
import java.util.List;

/// [Tokens] over HTTP.
final class TokenRoutes {
  private static final String ALL = "/api/v1/tokens";

  private final Tokens tokens;
  private final Clock clock;

  TokenRoutes(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking("principal", "limit", "after"),
        Route.of(Method.POST, ALL, this::create)
            .reading(
                Shape.of(
                    Field.text("principal"),
                    Field.text("name").must(),
                    Field.text("scope"),
                    Field.text("expires_in"),
                    Field.text("expires_at"))),
        Route.of(Method.DELETE, ALL + "/{id}", this::revoke),
        Route.of(Method.POST, ALL + "/{id}/rotate", this::rotate)
            .reading(Shape.of(Field.text("grace"))));
  }

  private Reply list(Call call) {
    Principal owner = call.query("principal").map(Principal::parse).orElse(null);
    return Page.of(call)
        .of(
            "tokens",
            tokens.list(call.caller(), owner),
            token -> token.id().value(),
            (json, token) -> fields(json.object(), token).endObject());
  }

  private Reply create(Call call) {
    JsonObject body = call.body();
    try (Created created =
        tokens.create(
            call.caller(),
            body.text("principal").map(Principal::parse).orElse(null),
            body.must("name"),
            body.text("scope").map(Scope::parse).orElse(null),
            Expiry.of(body, clock))) {
      var json = fields(new JsonWriter().object(), created.stored());
      created.token().lend(token -> json.secret("token", token));
      return Reply.created(json.endObject());
    }
  }

  private Reply revoke(Call call) {
    tokens.revoke(call.caller(), new TokenId(call.path("id")));
    return Reply.done();
  }

  private Reply rotate(Call call) {
    var id = new TokenId(call.path("id"));
    try (Rotated rotated =
        tokens.rotate(call.caller(), id, SecretBodies.grace(call.body(), Tokens.GRACE))) {
      var json = fields(new JsonWriter().object(), rotated.next().stored());
      rotated.next().token().lend(token -> json.secret("token", token));
      return Reply.created(
          json.field("former", id)
              .field("former_works_until", Times.of(rotated.formerWorksUntil()))
              .endObject());
    }
  }

  private static JsonWriter fields(JsonWriter json, StoredToken token) {
    return json.field("id", token.id())
        .field("kind", kind(token))
        .field("principal", token.owner().principal())
        .field("name", token.name())
        .field("scope", token.only())
        .field("created_at", Times.of(token.createdAt()))
        .field("expires_at", Times.orNull(token.expiresAt()))
        .field("replaced_at", Times.orNull(token.replacedAt()));
  }

  private static String kind(StoredToken token) {
    return switch (token.use()) {
      case SESSION, FIRST_PASSWORD -> "usr";
      case API -> "api";
      case AGENT -> "agt";
    };
  }
}
