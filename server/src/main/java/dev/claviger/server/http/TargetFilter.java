package dev.claviger.server.http;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Id;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.random.RandomGenerator;

/// Refuses an ambiguous [Target] before a listener routes it.
public final class TargetFilter implements Filter {
  private final RandomGenerator random;

  public TargetFilter(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var prologue = request.prologue();
    try {
      var _ = Target.parse(prologue.uriPath().rawPath(), prologue.query().rawValue());
    } catch (InvalidInput ambiguous) {
      String id = Id.random(random).hex();
      response
          .status(400)
          .header(HeaderNames.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .send(ProblemDocument.of(400, ambiguous.code(), ambiguous.getMessage(), id).take());
      return;
    }
    chain.proceed();
  }
}
