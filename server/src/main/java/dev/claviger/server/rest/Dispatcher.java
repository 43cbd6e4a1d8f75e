package dev.claviger.server.rest;

import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Id;
import dev.claviger.server.http.Target;
import dev.claviger.server.rest.Routes.Match;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The one way through the plane: path, size, credential, body, then the handler of the route. What
/// any of them refuses or breaks is a problem document, for that request alone.
final class Dispatcher implements Handler {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Routes routes;
  private final RandomGenerator random;

  Dispatcher(Routes routes, RandomGenerator random) {
    this.routes = routes;
    this.random = random;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    String id = Id.random(random).hex();
    try (Reply reply = answer(request, id)) {
      send(reply, response, id);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // nothing may end the connection of others
  private Reply answer(ServerRequest request, String id) {
    try {
      return route(request);
    } catch (ClavigerException problem) {
      return Problems.of(problem, id);
    } catch (HttpRefusal refusal) {
      return Problems.of(refusal, id);
    } catch (RuntimeException | Error bug) {
      LOG.log(System.Logger.Level.ERROR, "request " + id + " ended in a bug", bug);
      return Problems.bug(id);
    }
  }

  private Reply route(ServerRequest request) {
    var prologue = request.prologue();
    Target target = Target.parse(prologue.uriPath().rawPath(), prologue.query().rawValue());
    Match match = routes.find(prologue.method().text(), target.segments());
    if (match == null) {
      String allowed = routes.allowed(target.segments());
      throw allowed.isEmpty() ? HttpRefusal.noSuchPath() : HttpRefusal.method(allowed);
    }
    for (String name : target.query().keySet()) {
      if (!match.route().query().contains(name)) {
        throw new InvalidInput("the query", "holds a parameter that is not known here");
      }
    }
    return match.route().handler().handle(new Call(target, match.variables()));
  }

  private static void send(Reply reply, ServerResponse response, String id) {
    response
        .status(Status.create(reply.status()))
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(HeaderNames.create("Content-Security-Policy"), "default-src 'none'")
        .header(HeaderNames.create("X-Request-Id"), id);
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.header(HeaderNames.create(header.getKey()), header.getValue());
    }
    byte[] body = reply.body().bytes();
    if (body.length == 0) {
      response.header(HeaderValues.CONTENT_LENGTH_ZERO).send();
    } else {
      response.header(HeaderNames.CONTENT_TYPE, reply.body().type()).send(body);
    }
  }
}
