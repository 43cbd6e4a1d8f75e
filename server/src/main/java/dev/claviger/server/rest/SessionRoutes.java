package dev.claviger.server.rest;

import dev.claviger.core.Sessions;
import dev.claviger.core.Sessions.KeyRotated;
import dev.claviger.core.Sessions.Opened;
import dev.claviger.core.StoredToken;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Principal;
import dev.claviger.model.SecretValue;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.SecretText;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;
import java.util.Optional;

/// [Sessions] over HTTP.
final class SessionRoutes {
  private static final String ALL = "/api/v1/sessions";
  private static final String CURRENT = ALL + "/current";

  private final Sessions sessions;

  SessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.POST, ALL, this::open)
            .reading(
                Shape.of(
                    Field.text("user"),
                    Field.secret("first_token"),
                    Field.secret("password").must()))
            .withoutCredential(),
        Route.of(Method.GET, CURRENT, this::describe),
        Route.of(Method.DELETE, CURRENT, this::end),
        Route.of(Method.POST, CURRENT + "/password", this::changePassword)
            .reading(Shape.of(Field.secret("current").must(), Field.secret("password").must())),
        Route.of(Method.POST, "/api/v1/keys/session-mac/rotate", this::rotateKey));
  }

  private Reply open(Call call) {
    JsonObject body = call.body();
    Optional<String> user = body.text("user");
    Optional<SecretText> firstToken = body.secret("first_token");
    if (user.isPresent() == firstToken.isPresent()) {
      throw new InvalidInput("user", "or first_token must be there, and not both");
    }
    try (SecretValue password = body.mustSecret("password").asValue();
        Opened opened =
            firstToken.isPresent()
                ? signInFirst(call, firstToken.get(), password)
                : sessions.signIn(call.caller(), Principal.user(user.orElseThrow()), password)) {
      return opened.token().reveal(token -> Reply.created(write(opened, token)));
    }
  }

  private Opened signInFirst(Call call, SecretText firstToken, SecretValue password) {
    try (SecretValue token = firstToken.asValue()) {
      return token.reveal(bytes -> sessions.signInFirst(call.caller(), bytes, password));
    }
  }

  private static JsonWriter write(Opened opened, byte[] token) {
    return new JsonWriter()
        .object()
        .secret("token", token)
        .field("principal", opened.principal())
        .field("expires_at", Times.of(opened.expiresAt()))
        .endObject();
  }

  private Reply describe(Call call) {
    StoredToken token = sessions.describe(call.caller());
    return Reply.ok(
        new JsonWriter()
            .object()
            .field("principal", token.owner().principal())
            .field("credential", token.id())
            .field("scope", token.only())
            .field("created_at", Times.of(token.createdAt()))
            .field("expires_at", Times.orNull(token.expiresAt()))
            .endObject());
  }

  private Reply end(Call call) {
    sessions.signOut(call.caller());
    return Reply.done();
  }

  private Reply rotateKey(Call call) {
    KeyRotated done = sessions.rotateKey(call.caller());
    return Reply.ok(
        new JsonWriter()
            .object()
            .field("purpose", KeyPurpose.SESSION_MAC.word())
            .field("generation", done.generation())
            .field("sessions_ended", done.ended())
            .endObject());
  }

  private Reply changePassword(Call call) {
    try (SecretValue current = call.body().mustSecret("current").asValue();
        SecretValue next = call.body().mustSecret("password").asValue()) {
      sessions.changePassword(call.caller(), current, next);
      return Reply.done();
    }
  }
}
