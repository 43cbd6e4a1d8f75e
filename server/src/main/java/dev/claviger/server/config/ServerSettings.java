package dev.claviger.server.config;

import dev.claviger.model.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All settings of the server, read once at start.
///
/// @param callsPerSecond of one principal, on average
/// @param sessionTtl how long a person stays signed in
/// @param origins every setting with where it came from, for people
/// @param warnings what should be mended, though the server starts
public record ServerSettings(
    Deployment deployment,
    Listeners listeners,
    Keys keys,
    Database database,
    Audit audit,
    Log log,
    int callsPerSecond,
    Duration sessionTtl,
    List<Origin> origins,
    List<String> warnings) {
  public ServerSettings {
    origins = List.copyOf(origins);
    warnings = List.copyOf(warnings);
  }

  /// What this server is for.
  public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Which server this is.
  ///
  /// @param data the folder it owns
  /// @param node null = the name kept in the data folder
  public record Deployment(
      Environment environment, boolean debug, Path data, @Nullable String node) {}

  /// One address to listen at.
  ///
  /// @param declared the address for others; null = made from `listen`
  public record Listener(ListenAddress listen, @Nullable String declared) {

    /// The address to tell others, once `port` is bound.
    public String address(boolean tls, int port) {
      return declared == null ? listen.address(tls, port) : declared;
    }
  }

  /// Both planes.
  ///
  /// @param tls null = plain text, on loopback only
  public record Listeners(
      Listener rest, Listener grpc, List<AddressRange> trustedProxies, @Nullable TlsFiles tls) {
    public Listeners {
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /// PEM files.
  public record TlsFiles(Path certificate, Path key) {}

  /// Where the master key comes from.
  ///
  /// @param masterKey as it was given, unchecked; null with the provider [KeySource#FILE]
  public record Keys(KeySource source, @Nullable SecretValue masterKey) {}

  /// The kinds of source of the master key.
  public enum KeySource {
    ENV,
    FILE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How to reach the database.
  ///
  /// @param ownerUrl for migrations; null = as `url`. May hold a password, so it is never shown
  public record Database(
      String url,
      @Nullable String user,
      @Nullable SecretValue password,
      @Nullable SecretValue ownerUrl) {
    private static final String SQLITE = "jdbc:sqlite:";

    public boolean embedded() {
      return url.startsWith(SQLITE);
    }
  }

  /// The audit log.
  public record Audit(Path witness, Duration retention) {}

  /// What is logged, and how.
  public record Log(System.Logger.Level level, LogFormat format) {}

  /// How a line looks.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// A setting as it is shown to administrators.
  ///
  /// @param value `***` for a secret that is set; empty if there is none
  public record Origin(String name, String value, Source source) {}

  /// Where a setting came from.
  public enum Source {
    DEFAULT,
    FILE,
    ENVIRONMENT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
