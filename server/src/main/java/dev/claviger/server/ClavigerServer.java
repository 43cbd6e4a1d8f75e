package dev.claviger.server;

import dev.claviger.core.Core;
import dev.claviger.crypto.LockedPages;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.process.Weakness;
import dev.claviger.server.config.ServerSettings;
import dev.claviger.server.config.ServerSettings.Listener;
import dev.claviger.server.config.ServerSettings.TlsFiles;
import dev.claviger.server.grpc.ServicePlane;
import dev.claviger.server.http.RateLimits;
import dev.claviger.server.http.ServerFacts;
import dev.claviger.server.http.Sockets;
import dev.claviger.server.jobs.Timer;
import dev.claviger.server.rest.RestPlane;
import dev.claviger.server.rest.ServerReport;
import dev.claviger.server.rest.ServerReport.Warning;
import dev.claviger.server.tls.ReloadingTls;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running server, wired by hand: keys, database, core, the two planes, the timer.
public final class ClavigerServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClavigerServer.class.getName());
  private static final String SERVICE_SOCKET = "service";
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LOOK_FOR_SLOW_READERS = Duration.ofSeconds(5);

  private final ServerSettings settings;
  private final List<Weakness> weaknesses;
  private final PrintStream out;
  private final SecureRandom random = new SecureRandom();
  private final Unsealing unsealing;
  private final int restPort;
  private final int servicePort;

  /// What was opened, newest first, so that nothing loses what it needs.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private boolean sealed;

  private ClavigerServer(ServerSettings settings, List<Weakness> weaknesses, PrintStream out) {
    this.settings = settings;
    this.weaknesses = weaknesses;
    this.out = out;
    this.unsealing = new Unsealing(settings, Clock.systemUTC(), random);
    this.restPort = FreePort.of(settings.listeners().rest().listen());
    this.servicePort = FreePort.of(settings.listeners().grpc().listen());
  }

  /// Starts a server and says on `out` where it is. With a wrong master key it runs sealed.
  ///
  /// @throws RuntimeException if it cannot start; then nothing is left open
  public static ClavigerServer start(ServerSettings settings, PrintStream out) {
    return start(settings, List.of(), out);
  }

  /// As the other one, in a process of its own.
  ///
  /// @param weaknesses what the platform refused to this process; told by `status`
  static ClavigerServer start(ServerSettings settings, List<Weakness> weaknesses, PrintStream out) {
    var server = new ClavigerServer(settings, weaknesses, out);
    try {
      server.open();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// The address of the management plane.
  public String rest() {
    return address(settings.listeners().rest(), restPort);
  }

  /// The address of the service plane.
  public String grpc() {
    return address(settings.listeners().grpc(), servicePort);
  }

  public boolean sealed() {
    return sealed;
  }

  private void open() {
    try {
      Unsealing.Opened found = unsealing.open(grpc(), Set.of());
      opened.push(found.core());
      listen(found.core());
      if (found.firstStart()) {
        out.println("claviger: first start; set the password of user:admin with");
        out.println("  " + FirstLogin.command(settings, restPort, unsealing.firstToken().path()));
      }
      process().forEach(one -> LOG.log(System.Logger.Level.WARNING, one.message()));
      out.println("claviger: ready");
    } catch (WrongMasterKey e) {
      sealed = true;
      LOG.log(System.Logger.Level.ERROR, "sealed: " + e.getMessage());
      listen(null);
      out.println("claviger: sealed: " + e.getMessage());
    }
    out.flush();
  }

  /// @param core null = sealed
  private void listen(@Nullable Core core) {
    Optional<Tls> tls = tls();
    ServicePlane service;
    RestPlane rest;
    if (core == null) {
      service = ServicePlane.sealed(random);
      rest = RestPlane.sealed(report(), random);
    } else {
      Callers callers = callers(core);
      service = ServicePlane.open(core, callers::enter, random);
      rest = RestPlane.open(core, callers, report(), Clock.systemUTC(), random);
    }
    WebServerConfig.Builder listeners =
        WebServer.builder()
            .shutdownHook(false) // there is one order of closing, ours
            .host(settings.listeners().rest().listen().host())
            .port(restPort)
            .shutdownGracePeriod(GRACE)
            .routing(rest.routing())
            .addFeature(ServicePlane.reflection(SERVICE_SOCKET))
            .putSocket(SERVICE_SOCKET, socket -> configure(socket, service, rest, tls));
    Sockets.configure(listeners, tls, random);
    WebServer web = listeners.build();
    opened.push(web::stop);
    opened.push(service);
    web.start();
    if (!web.isRunning()) { // it has logged why, and throws nothing
      throw new IllegalStateException("cannot listen at " + rest() + " and " + grpc());
    }
    out.println("claviger: REST   " + rest());
    out.println("claviger: gRPC   " + grpc());
    if (core != null) {
      var timer = new Timer();
      opened.push(timer);
      timer.sweep(core.sweeps());
      timer.every(LOOK_FOR_SLOW_READERS, "slow readers", service::dropSlowReaders);
      var rotations = new Timer();
      opened.push(rotations);
      rotations.rotate(core.keyRotations());
      opened.push(core.keyRotations()::stop);
    }
  }

  private void configure(
      ListenerConfig.Builder socket, ServicePlane service, RestPlane rest, Optional<Tls> tls) {
    Sockets.configure(socket, tls, random);
    socket
        .host(settings.listeners().grpc().listen().host())
        .port(servicePort)
        .shutdownGracePeriod(GRACE);
    service.on(socket, rest.onServicePlane());
  }

  private ServerReport report() {
    return new ServerReport(facts(), settings, this::warnings);
  }

  private List<Warning> warnings() {
    return Stream.concat(
            settings.warnings().stream().map(text -> new Warning("setting", text)),
            process().map(one -> new Warning(one.code(), one.message())))
        .toList();
  }

  private Stream<Weakness> process() {
    return Stream.concat(weaknesses.stream(), LockedPages.weaknesses().stream());
  }

  private ServerFacts facts() {
    return new ServerFacts(
        sealed, ProductVersion.TEXT, rest(), grpc(), settings.deployment().environment());
  }

  private Callers callers(Core core) {
    return new Callers(core, RateLimits.perSecond(settings.callsPerSecond()));
  }

  private Optional<Tls> tls() {
    TlsFiles files = settings.listeners().tls();
    if (files == null) {
      return Optional.empty();
    }
    ReloadingTls reloading = ReloadingTls.open(files);
    opened.push(reloading);
    return Optional.of(reloading.tls());
  }

  private String address(Listener listener, int port) {
    return listener.address(settings.listeners().tls() != null, port);
  }

  /// Stops taking calls, lets those that run end, and closes the audit chain.
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable newest = opened.pop();
      try {
        newest.close();
      } catch (Exception e) { // the others still have to be closed
        LOG.log(System.Logger.Level.WARNING, "not everything could be closed", e);
      }
    }
  }
}
