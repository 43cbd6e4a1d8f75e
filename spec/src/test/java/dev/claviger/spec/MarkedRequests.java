package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.RoleTable.Row;
import dev.claviger.spec.testkit.Grpc;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Marker;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.Traces;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.WatchSecretsRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Values where they do not belong: in each path, parameter, field and header, in what is no JSON
/// and what is no HTTP, as a person does by mistake. Whatever is answered holds none of them.
final class MarkedRequests {
  /// Free text, which is kept and shown as it came.
  private static final Set<String> KEPT = Set.of("description", "/api/v1/tokens name");

  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "Cookie",
          "If-Match",
          "Idempotency-Key",
          "Origin",
          "Referer",
          "X-Forwarded-For",
          "X-Request-Id",
          "X-Value");

  private final Instance instance;
  private final Rest admin;
  private final Traces traces;
  private final List<Marker> markers;
  private int used;

  MarkedRequests(Instance instance, Traces traces, List<Marker> markers) {
    this.instance = instance;
    this.admin = instance.admin();
    this.traces = traces;
    this.markers = markers;
  }

  void send() throws IOException {
    String document = instance.stranger().get("/openapi.yaml").expect(200).body();
    Set<String> parameters = found("name: (\\w+)\\s+in: query", document);
    Set<String> fields = found("(?m)^        (\\w+): ", document);
    assertThat(parameters).hasSizeGreaterThan(15);
    assertThat(fields).hasSizeGreaterThan(40);
    for (Row row : RoleTable.rows()) {
      if (row.isRest() && !row.who().contains("fresh")) {
        String path = row.path().replaceFirst("\\?.*", "").replaceAll("\\{[a-z]+}", "NONE");
        inPath(row, path);
        inQuery(row.method(), path, row.method().equals("GET") ? parameters : Set.of("value"));
        if (!row.body().isEmpty()) {
          inBody(row.method(), path, fields);
          inNoDocument(row.method(), path);
        }
      }
    }
    inHeaders();
    inNoRequest(instance.server().rest());
    inNoRequest(instance.server().service());
    overConnect();
    overGrpc();
    assertThat(used).isGreaterThan(markers.size());
  }

  private static Set<String> found(String pattern, String document) {
    var names = new TreeSet<String>();
    Pattern.compile(pattern).matcher(document).results().forEach(one -> names.add(one.group(1)));
    return names;
  }

  /// Each marker in turn.
  private String next() {
    return markers.get(used++ % markers.size()).text();
  }

  private String encoded() {
    return URLEncoder.encode(next(), UTF_8);
  }

  private String quoted() {
    return Json.quoted(next());
  }

  /// One that may stand in a header.
  private String visible() {
    String text = next();
    return text.matches("[ -~]+") ? text : visible();
  }

  private void inPath(Row row, String path) {
    String body = row.body().isEmpty() ? null : row.body().replaceAll("\\{[a-z]+}", "NONE");
    String[] segments = path.split("/", -1);
    for (int i = 3; i < segments.length; i++) {
      String kept = segments[i];
      segments[i] = encoded();
      traces.heard(admin.call(row.method(), String.join("/", segments), body));
      segments[i] = kept;
    }
    traces.heard(admin.call(row.method(), path + "/" + encoded(), body));
  }

  private void inQuery(String method, String path, Set<String> names) {
    for (String name : names) {
      traces.heard(admin.call(method, path + "?" + name + "=" + encoded(), null));
    }
    traces.heard(admin.call(method, path + "?" + encoded() + "=1", null));
    traces.heard(admin.call(method, path + "?access_token=" + encoded(), null));
  }

  private void inBody(String method, String path, Set<String> fields) {
    for (String field : fields) {
      if (KEPT.contains(field) || KEPT.contains(path + " " + field)) {
        continue;
      }
      String one = "{\"%s\":%s}".formatted(field, quoted());
      traces.heard(admin.call(method, path, one));
      if (path.endsWith("/batch")) {
        traces.heard(admin.call(method, path, "{\"secrets\":[" + one + "]}"));
      }
    }
    traces.heard(
        admin.call(method, path, "{\"description\":%s,\"unknown\":1}".formatted(quoted())));
    traces.heard(admin.call(method, path, "{%s:\"name\"}".formatted(quoted())));
  }

  private void inNoDocument(String method, String path) {
    for (String shape :
        List.of(
            "%s",
            "[%s]",
            "{\"value\":%s",
            "{\"value\":%s}}",
            "{\"value\":%1$s,\"value\":%1$s}",
            "{\"value\":{\"v\":%s}}",
            "{\"value\":[%s]}",
            "{\"key_name\":\"A\",\"value\":%s,\"encoding\":\"base64\"}",
            "{\"key_name\":\"A\",\"value\":%s,\"encoding\":\"rot13\"}",
            "{\"key_name\":\"A B\",\"value\":%s}")) {
      traces.heard(admin.call(method, path, shape.formatted(quoted())));
    }
    traces.heard(admin.call(method, path, next()));
  }

  private void inHeaders() {
    for (String path : List.of(Instance.DEFAULT, "/api/v1/audit/verify", "/nowhere")) {
      for (String header : HEADERS) {
        traces.heard(admin.call("POST", path, "{}", header, visible()));
      }
      for (String kind : List.of("", "Bearer ", "Basic ", "Bearer clv_usr_")) {
        traces.heard(
            instance.stranger().call("POST", path, "{}", "Authorization", kind + visible()));
      }
    }
  }

  /// Helidon answers these itself.
  private void inNoRequest(String address) throws IOException {
    for (String request :
        List.of(
            "%s / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / %s\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: %s\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n%s: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n",
            "GET /%%%s HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Encoding: %s\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %s\r\n\r\n")) {
      URI uri = URI.create(address);
      try (var socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.formatted(next()).getBytes(UTF_8));
        socket.shutdownOutput();
        traces.heard(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
      }
    }
  }

  private void overConnect() {
    Rest service = instance.service(instance.adminToken());
    for (String method : List.of("GetSecret", "GetSecrets", "WatchSecrets", encoded())) {
      for (String field :
          List.of(
              "secretName",
              "description",
              "token",
              "scope",
              "version",
              "secretNames",
              "pageSize",
              "pageToken",
              "value")) {
        traces.heard(service.connect(method, "{\"%s\":%s}".formatted(field, quoted())));
        traces.heard(service.connect(method, "{\"%s\":[%s]}".formatted(field, quoted())));
      }
      traces.heard(service.connect(method, next()));
      traces.heard(
          service.call(
              "GET", "/claviger.v1.SecretService/" + method + "?message=" + encoded(), null));
      traces.heard(service.as("clv_agt_" + visible()).connect(method, "{}"));
    }
  }

  private void overGrpc() {
    String address = instance.server().service();
    try (var grpc = new Grpc(address, instance.adminToken());
        var stranger = new Grpc(address, visible())) {
      var get = GetSecretRequest.newBuilder().setScope("default/development");
      traces.heard(grpc.refusal(get.clone().setSecretName(next()).build()));
      traces.heard(
          grpc.refusal(get.clone().setSecretName("NOWHERE").setDescription(next()).build()));
      traces.heard(grpc.refusal(get.clone().setScope(next()).build()));
      traces.heard(grpc.refusal(get.clone().setToken(next()).build()));
      traces.heard(stranger.refusal(get.build()));
      var all = GetSecretsRequest.newBuilder().setScope("default/development");
      traces.heard(grpc.refusal(all.clone().addSecretNames(next()).build()));
      traces.heard(grpc.refusal(all.clone().setPageToken(next()).build()));
      traces.heard(grpc.refusal(all.clone().setScope(next()).build()));
      traces.heard(grpc.refusal(WatchSecretsRequest.newBuilder().setScope(next()).build()));
      traces.heard(stranger.refusal(WatchSecretsRequest.newBuilder().setToken(next()).build()));
    }
  }
}
