package dev.claviger.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.claviger.v1.WatchSecretsResponse;
import dev.claviger.v1.WatchSecretsResponse.KeepAlive;
import dev.claviger.v1.WatchSecretsResponse.SecretVersion;
import dev.claviger.v1.WatchSecretsResponse.Snapshot;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the JSON of a watch with patterns: an independent reading of what the server wrote.
final class WatchJson {
  private static final Pattern VERSION =
      Pattern.compile("\\{\"name\":\"(\\w+)\",\"version\":\"(\\d+)\"\\}");
  private static final Pattern REMOVED = Pattern.compile("\\{\"removed\":\"(\\w+)\"\\}");
  private static final Pattern DETAIL = Pattern.compile("\"value\":\"([^\"]+)\"");

  private WatchJson() {}

  static WatchSecretsResponse event(String json) {
    var event = WatchSecretsResponse.newBuilder();
    List<SecretVersion> versions =
        VERSION
            .matcher(json)
            .results()
            .map(
                found ->
                    SecretVersion.newBuilder()
                        .setName(found.group(1))
                        .setVersion(Long.parseLong(found.group(2)))
                        .build())
            .toList();
    Matcher removed = REMOVED.matcher(json);
    if (json.startsWith("{\"snapshot\"")) {
      event.setSnapshot(Snapshot.newBuilder().addAllSecrets(versions));
    } else if (json.startsWith("{\"changed\"")) {
      event.setChanged(versions.getFirst());
    } else if (removed.matches()) {
      event.setRemoved(removed.group(1));
    } else {
      event.setKeepAlive(KeepAlive.getDefaultInstance());
    }
    return event.build();
  }

  static String reason(String endOfStream) {
    Matcher detail = DETAIL.matcher(endOfStream);
    if (!detail.find()) {
      throw new IllegalArgumentException(endOfStream);
    }
    try {
      return ErrorInfo.parseFrom(Base64.getDecoder().decode(detail.group(1))).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
