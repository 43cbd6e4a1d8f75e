package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.model.Id;
import dev.claviger.server.http.BearerToken;
import dev.claviger.server.http.ClientAddresses;
import dev.claviger.server.http.Requests;
import dev.claviger.server.http.Target;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.Shape;
import dev.claviger.server.rest.Route.Method;
import dev.claviger.server.rest.Routes.Match;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The one way through the plane: path, size, credential, body, then the handler of the route. What
/// any of them refuses or breaks is a problem document, for that request alone.
final class Dispatcher implements Handler {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  private static final HeaderName CONTENT_POLICY = HeaderNames.create("Content-Security-Policy");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
  private static final JsonObject NO_BODY = JsonObject.parse("{}".getBytes(UTF_8), Shape.EMPTY);

  private final Routes routes;
  private final Entrance entrance;
  private final ClientAddresses addresses;
  private final RandomGenerator random;

  Dispatcher(Routes routes, Entrance entrance, ClientAddresses addresses, RandomGenerator random) {
    this.routes = routes;
    this.entrance = entrance;
    this.addresses = addresses;
    this.random = random;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Id id = Id.random(random);
    ScopedValue.where(Requests.ID, id).run(() -> handle(request, response, id));
  }

  private void handle(ServerRequest request, ServerResponse response, Id id) {
    long start = System.nanoTime();
    var line = new AccessLine();
    try (Reply reply = answer(request, id, line)) {
      send(reply, request, response, id.hex());
      line.log(request.prologue().method().text(), reply.status(), start);
    }
  }

  private Reply answer(ServerRequest request, Id id, AccessLine line) {
    try {
      return route(request, id, line);
    } catch (ClavigerException problem) {
      return Problems.of(problem, id.hex());
    } catch (HttpRefusal refusal) {
      return Problems.of(refusal, id.hex());
    } catch (RuntimeException | Error bug) { // ends this request, never the server
      LOG.log(System.Logger.Level.ERROR, "request " + id + " ended in a bug", bug);
      return Problems.bug(id.hex());
    }
  }

  private Reply route(ServerRequest request, Id id, AccessLine line) {
    var prologue = request.prologue();
    Target target = Target.parse(prologue.uriPath().rawPath(), prologue.query().rawValue());
    Match match = routes.find(prologue.method().text(), target.segments());
    if (match == null) {
      throw unmatched(target);
    }
    Route route = match.route();
    line.template = route.template();
    checkQuery(target, route);
    Bodies.checkHeaders(request, route);
    Caller caller = caller(request, route, id);
    byte[] body = Bodies.read(request, route);
    try (JsonObject parsed = parsed(body, route)) {
      return route
          .handler()
          .handle(
              new Call(
                  repeatable(caller, request, route, body),
                  target,
                  match.variables(),
                  parsed,
                  header(request, HeaderNames.IF_MATCH)));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private RuntimeException unmatched(Target target) {
    String allowed = routes.allowed(target.segments());
    if (!allowed.isEmpty()) {
      return HttpRefusal.method(allowed);
    }
    return routes.complete() ? HttpRefusal.noSuchPath() : new Sealed();
  }

  private static void checkQuery(Target target, Route route) {
    for (String name : target.query().keySet()) {
      if (!route.query().contains(name)) {
        throw new InvalidInput(
            "the query",
            "holds a parameter that this path does not know; it knows " + known(route));
      }
    }
  }

  private static String known(Route route) {
    return route.query().isEmpty()
        ? "none"
        : String.join(", ", route.query().stream().sorted().toList());
  }

  private Caller caller(ServerRequest request, Route route, Id id) {
    var client =
        new Client(
            addresses.of(
                request.remotePeer().address(),
                request.headers().values(HeaderNames.X_FORWARDED_FOR)),
            request.headers().first(HeaderNames.USER_AGENT).orElse(""));
    if (route.open()) {
      if (route.body() != null) { // before it is read
        entrance.admit(client);
      }
      return Caller.anonymous(Plane.MANAGEMENT, client, id);
    }
    byte[] token = BearerToken.of(header(request, HeaderNames.AUTHORIZATION));
    try {
      return entrance.enter(token, Plane.MANAGEMENT, client, id);
    } finally {
      if (token != null) {
        Arrays.fill(token, (byte) 0);
      }
    }
  }

  private static JsonObject parsed(byte[] body, Route route) {
    return route.body() == null || (body.length == 0 && route.body().isOptional())
        ? NO_BODY
        : JsonObject.parse(body, route.body());
  }

  private Caller repeatable(Caller caller, ServerRequest request, Route route, byte[] body) {
    String key = header(request, IDEMPOTENCY_KEY);
    if (route.method() != Method.POST || key == null) {
      return caller;
    }
    if (!KEY.matcher(key).matches()) {
      throw new InvalidInput("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
    }
    var prologue = request.prologue();
    return caller.with(
        entrance.idempotency(
            key,
            route.method().name().getBytes(UTF_8),
            prologue.uriPath().rawPath().getBytes(UTF_8),
            prologue.query().rawValue().getBytes(UTF_8),
            body));
  }

  private static @Nullable String header(ServerRequest request, HeaderName name) {
    return request.headers().first(name).orElse(null);
  }

  private static void send(Reply reply, ServerRequest request, ServerResponse response, String id) {
    response
        .status(Status.create(reply.status()))
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(CONTENT_POLICY, "default-src 'none'; frame-ancestors 'none'")
        .header(REQUEST_ID, id);
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.header(HeaderNames.create(header.getKey()), header.getValue());
    }
    byte[] body = reply.body().bytes();
    if (body.length == 0 || request.prologue().method().text().equals("HEAD")) {
      response.header(HeaderValues.CONTENT_LENGTH_ZERO).send();
    } else {
      response.header(HeaderNames.CONTENT_TYPE, reply.body().type()).send(body);
    }
  }

  /// One line for each request, with the template of its path: a path may hold what a client sent
  /// by mistake.
  private static final class AccessLine {
    private String template = "-";

    void log(String method, int status, long start) {
      if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
        String verb = Method.isOne(method) ? method : "-";
        LOG.log(
            System.Logger.Level.DEBUG,
            verb
                + " "
                + template
                + " "
                + status
                + " "
                + (System.nanoTime() - start) / 1_000
                + " us");
      }
    }
  }
}
