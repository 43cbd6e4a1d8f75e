package dev.claviger.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A client that trusts one authority and checks the name of the server.
record TlsClient(SSLContext context) {
  private static final int HANG_MILLIS = 60_000;

  static TlsClient trusting(Path authority) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return new TlsClient(context);
  }

  /// Connects to `address` and takes the server for `name`.
  ///
  /// @param protocols those that the client speaks
  SSLSession handshake(URI address, String name, String... protocols) throws IOException {
    var plain = new Socket(address.getHost(), address.getPort());
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, name, plain.getPort(), true)) {
      socket.setSoTimeout(HANG_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setProtocols(protocols);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession();
    }
  }

  /// The names in the certificate that the server shows to `localhost`.
  String names(URI address) throws IOException {
    try {
      SSLSession session = handshake(address, "localhost", "TLSv1.3");
      var shown = (X509Certificate) session.getPeerCertificates()[0];
      return shown.getSubjectAlternativeNames().toString();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// What is answered to GET.
  HttpResponse<String> get(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }
  }
}
