package dev.claviger.server.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.claviger.core.Caller;
import dev.claviger.core.Core;
import dev.claviger.core.FetchedSecret;
import dev.claviger.core.FetchedSecrets;
import dev.claviger.core.Values;
import dev.claviger.core.Watches.Watch;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.Version;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.Secret;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// [SecretCalls] of an open server.
final class OpenCalls implements SecretCalls {
  private final Core core;
  private final Arrivals arrivals;
  private final SlowReaders slowReaders;
  private final Set<WatchEnd> watching = ConcurrentHashMap.newKeySet();

  OpenCalls(Core core, Arrivals arrivals, SlowReaders slowReaders) {
    this.core = core;
    this.arrivals = arrivals;
    this.slowReaders = slowReaders;
  }

  @Override
  public void getSecret(
      Arrival arrival, GetSecretRequest request, Consumer<GetSecretResponse> send) {
    Caller caller = arrivals.caller(arrival, request.getToken());
    Scope scope = scope(caller, request.getScope());
    var ref = new SecretRef(scope, new SecretName(request.getSecretName()));
    Version version = request.getVersion() == 0 ? null : new Version(request.getVersion());
    try (FetchedSecret fetched = core.values().read(caller, ref, version)) {
      var answer = GetSecretResponse.newBuilder().setSuccess(true);
      answer.setVersion(fetched.version().number());
      // Not copied: the message is written before the value is closed.
      fetched.value().lend(bytes -> answer.setValue(UnsafeByteOperations.unsafeWrap(bytes)));
      send.accept(answer.build());
    }
  }

  @Override
  public void getSecrets(
      Arrival arrival, GetSecretsRequest request, Consumer<GetSecretsResponse> send) {
    Caller caller = arrivals.caller(arrival, request.getToken());
    Scope scope = scope(caller, request.getScope());
    if (request.getSecretNamesCount() > Values.MAX_VALUES) {
      throw new InvalidInput("secret_names", "must be at most " + Values.MAX_VALUES);
    }
    List<SecretName> names = request.getSecretNamesList().stream().map(SecretName::new).toList();
    try (FetchedSecrets page =
        core.values().readAll(caller, scope, names, after(request), limit(request))) {
      var answer = GetSecretsResponse.newBuilder();
      page.secrets().forEach(fetched -> answer.addSecrets(message(fetched)));
      SecretName next = page.next();
      if (next != null) {
        answer.setNextPageToken(next.value());
      }
      send.accept(answer.build());
    }
  }

  @Override
  public void watchSecrets(
      Arrival arrival,
      WatchSecretsRequest request,
      WatchEnd end,
      Consumer<WatchSecretsResponse> send) {
    Caller caller = arrivals.caller(arrival, request.getToken());
    Scope scope = scope(caller, request.getScope());
    watching.add(end);
    try (Watch watch = core.watch(caller, scope)) {
      new WatchCall(watch, end, event -> slowReaders.time(() -> send.accept(event))).run();
    } finally {
      watching.remove(end);
    }
  }

  @Override
  public void endWatches() {
    watching.forEach(WatchEnd::end);
  }

  /// A credential that is good for one scope need not name it.
  private static Scope scope(Caller caller, String text) {
    if (!text.isEmpty()) {
      return Scope.parse(text);
    }
    Scope only = caller.only();
    if (only == null) {
      throw new InvalidInput("scope", "must be given: this credential is good for several");
    }
    return only;
  }

  private static @Nullable SecretName after(GetSecretsRequest request) {
    return request.getPageToken().isEmpty() ? null : new SecretName(request.getPageToken());
  }

  private static int limit(GetSecretsRequest request) {
    int wanted = request.getPageSize();
    return wanted <= 0 || wanted > Values.MAX_VALUES ? Values.MAX_VALUES : wanted;
  }

  private static Secret message(FetchedSecret fetched) {
    var message =
        Secret.newBuilder().setName(fetched.name().value()).setVersion(fetched.version().number());
    if (fetched.expiresAt() != null) {
      message.setExpiresAtMs(fetched.expiresAt().toEpochMilli());
    }
    fetched.value().lend(bytes -> message.setValue(UnsafeByteOperations.unsafeWrap(bytes)));
    return message.build();
  }
}
