package dev.claviger.client;

import dev.claviger.client.SecretMessages.Page;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The listener that hands out values (8421), as one credential sees it.
///
/// Every call is answered within 10 seconds or is [Unreachable]. Safe for several threads.
public final class ServicePlane implements SecretSource {
  /// The most names that one call asks for by name; more are asked for in several calls.
  public static final int MAX_NAMES = 1000;

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(45); // three keep-alives of 15 seconds

  private final ConnectTransport transport;

  /// @param token stays open as long as this object is used, and stays the caller's to close
  public ServicePlane(Connections connections, SecretValue token) {
    this(connections, token, ANSWER, SILENCE);
  }

  /// Connects with certificates of its own.
  ///
  /// @param token stays open as long as this object is used, and stays the caller's to close
  /// @param authorityFile PEM certificates that alone are trusted; null: those of the JDK
  public ServicePlane(ServerAddress address, SecretValue token, @Nullable Path authorityFile) {
    this(new Connections(address, authorityFile), token);
  }

  ServicePlane(Connections connections, SecretValue token, Duration answer, Duration silence) {
    this.transport = new ConnectTransport(connections, token, answer, silence);
  }

  /// One value, which the caller closes.
  ///
  /// @param scope null: the only scope of the credential
  /// @param version null: the current one
  /// @throws ServerProblem if the server refuses
  /// @throws Unreachable if it does not answer
  public SecretValue getSecret(@Nullable Scope scope, SecretName name, @Nullable Version version) {
    byte[] request = SecretMessages.getSecretRequest(scope, name, version);
    return call("GetSecret", request, SecretMessages::readSecret);
  }

  @Override
  public List<FetchedSecret> getSecrets(@Nullable Scope scope, List<SecretName> names) {
    var all = new ArrayList<FetchedSecret>();
    boolean whole = false;
    try {
      if (names.isEmpty()) {
        addPages(scope, names, all);
      }
      for (int from = 0; from < names.size(); from += MAX_NAMES) {
        addPages(scope, names.subList(from, Math.min(from + MAX_NAMES, names.size())), all);
      }
      whole = true;
      return all;
    } finally {
      if (!whole) {
        all.forEach(FetchedSecret::close);
      }
    }
  }

  private void addPages(@Nullable Scope scope, List<SecretName> names, List<FetchedSecret> all) {
    String pageToken = "";
    do {
      byte[] request = SecretMessages.getSecretsRequest(scope, names, pageToken);
      Page page = call("GetSecrets", request, SecretMessages::readSecrets);
      all.addAll(page.secrets());
      if (!pageToken.isEmpty() && page.nextPageToken().equals(pageToken)) {
        throw ServerProblem.unexpected(transport.address(), "a page follows itself");
      }
      pageToken = page.nextPageToken();
    } while (!pageToken.isEmpty());
  }

  @Override
  public WatchStream watch(@Nullable Scope scope) {
    return ConnectStream.open(transport, "WatchSecrets", SecretMessages.watchSecretsRequest(scope));
  }

  private interface Answer<T> {
    T read(byte[] message) throws MalformedMessage;
  }

  private <T> T call(String method, byte[] request, Answer<T> answer) {
    try {
      return answer.read(transport.unary(method, request));
    } catch (MalformedMessage e) {
      throw ServerProblem.unexpected(transport.address(), e.getMessage());
    } catch (IOException e) {
      throw new Unreachable(transport.address(), e);
    }
  }
}
