package dev.claviger.server.grpc;

import dev.claviger.core.Watches.Watch;
import dev.claviger.model.SecretName;
import dev.claviger.model.Version;
import dev.claviger.v1.WatchSecretsResponse;
import dev.claviger.v1.WatchSecretsResponse.KeepAlive;
import dev.claviger.v1.WatchSecretsResponse.SecretVersion;
import dev.claviger.v1.WatchSecretsResponse.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// One running `WatchSecrets`: what there is, then each change. Nothing is queued for a slow
/// reader: whoever reads late gets the newest state.
final class WatchCall {
  /// So that both ends, and what stands between them, know that the other is there.
  static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final Watch watch;
  private final WatchEnd end;
  private final Consumer<WatchSecretsResponse> send;

  WatchCall(Watch watch, WatchEnd end, Consumer<WatchSecretsResponse> send) {
    this.watch = watch;
    this.end = end;
    this.send = send;
  }

  /// Goes on until the watch or the thread is ended, or nobody reads any more.
  void run() {
    Map<SecretName, Version> known = watch.look();
    send.accept(snapshot(known));
    while (true) {
      if (end.during(() -> watch.await(KEEP_ALIVE))) {
        Map<SecretName, Version> now = watch.look();
        sendChanges(known, now);
        known = now;
      } else {
        send.accept(event().setKeepAlive(KeepAlive.getDefaultInstance()).build());
      }
    }
  }

  private void sendChanges(Map<SecretName, Version> before, Map<SecretName, Version> now) {
    before.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> send.accept(event().setRemoved(name.value()).build()));
    now.forEach(
        (name, version) -> {
          if (!version.equals(before.get(name))) {
            send.accept(event().setChanged(message(name, version)).build());
          }
        });
  }

  private static WatchSecretsResponse snapshot(Map<SecretName, Version> all) {
    var snapshot = Snapshot.newBuilder();
    all.forEach((name, version) -> snapshot.addSecrets(message(name, version)));
    return event().setSnapshot(snapshot).build();
  }

  private static SecretVersion message(SecretName name, Version version) {
    return SecretVersion.newBuilder().setName(name.value()).setVersion(version.number()).build();
  }

  private static WatchSecretsResponse.Builder event() {
    return WatchSecretsResponse.newBuilder();
  }
}
