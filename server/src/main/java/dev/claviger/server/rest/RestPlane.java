package dev.claviger.server.rest;

import dev.claviger.core.Core;
import dev.claviger.server.http.ClientAddresses;
import dev.claviger.server.http.TargetFilter;
import io.helidon.webserver.http.HttpRouting;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/// The management plane: every route there is.
public final class RestPlane {
  private final Routes routes;
  private final Routes publicRoutes;
  private final Entrance entrance;
  private final ClientAddresses addresses;
  private final SecureRandom random;

  private RestPlane(
      PublicRoutes open,
      List<Route> others,
      Entrance entrance,
      ServerReport report,
      SecureRandom random) {
    this.publicRoutes = new Routes(open.routes("grpc"), true);
    this.routes =
        new Routes(
            Stream.concat(open.routes("rest").stream(), others.stream()).toList(),
            !others.isEmpty());
    this.entrance = entrance;
    this.addresses = new ClientAddresses(report.settings().listeners().trustedProxies());
    this.random = random;
  }

  /// The plane of a server that is open.
  ///
  /// @param entrance looks at credentials, and at how many calls there are
  public static RestPlane open(
      Core core, Entrance entrance, ServerReport report, Clock clock, SecureRandom random) {
    var json = new SecretJson(clock);
    var secrets =
        new SecretRoutes(core.secrets(), core.changes(), core.imports(), json, clock, random);
    var audit = new AuditRoutes(core.audit());
    return new RestPlane(
        new PublicRoutes(report.facts(), core::ready),
        Stream.of(
                new ServerRoutes(core.status(), report, clock).routes(),
                new KeyRoutes(core.keys(), report).routes(),
                new SessionRoutes(core.sessions()).routes(),
                new SpaceRoutes(core.spaces()).routes(),
                secrets.routes(),
                new SearchRoutes(core.search(), json).routes(),
                new VersionRoutes(core.secrets(), core.changes(), core.values(), json).routes(),
                new PeopleRoutes(core.people(), clock).routes(),
                new TokenRoutes(core.tokens(), clock).routes(),
                new AccessRoutes(core.bindings(), core.permissions()).routes(),
                new RoleRoutes(core.roles()).routes(),
                audit.routes(),
                new AliasRoutes(core.secrets(), secrets, audit).routes())
            .flatMap(List::stream)
            .toList(),
        entrance,
        report,
        random);
  }

  /// Answers only what needs no keys, because the master key does not open the database.
  public static RestPlane sealed(ServerReport report, SecureRandom random) {
    return new RestPlane(
        new PublicRoutes(report.facts(), () -> false),
        List.of(),
        new SealedEntrance(),
        report,
        random);
  }

  /// What the management listener serves.
  public HttpRouting.Builder routing() {
    return HttpRouting.builder().any(dispatcher(routes));
  }

  /// What the service listener serves besides its own calls: state and addresses. An ambiguous path
  /// is refused before any of them.
  public HttpRouting.Builder onServicePlane() {
    var routing = HttpRouting.builder().addFilter(new TargetFilter(random));
    Dispatcher dispatcher = dispatcher(publicRoutes);
    for (Route route : publicRoutes.all()) {
      routing.get(route.template(), dispatcher);
    }
    return routing;
  }

  private Dispatcher dispatcher(Routes served) {
    return new Dispatcher(served, entrance, addresses, random);
  }

  List<Route> routes() {
    return routes.all();
  }
}
