package dev.claviger.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.SecretValue;
import dev.claviger.server.config.RawSettings.Raw;
import dev.claviger.server.config.RawSettings.RawSecret;
import dev.claviger.server.config.ServerSettings.Audit;
import dev.claviger.server.config.ServerSettings.Database;
import dev.claviger.server.config.ServerSettings.Deployment;
import dev.claviger.server.config.ServerSettings.Environment;
import dev.claviger.server.config.ServerSettings.KeySource;
import dev.claviger.server.config.ServerSettings.Keys;
import dev.claviger.server.config.ServerSettings.Listener;
import dev.claviger.server.config.ServerSettings.Listeners;
import dev.claviger.server.config.ServerSettings.Log;
import dev.claviger.server.config.ServerSettings.LogFormat;
import dev.claviger.server.config.ServerSettings.Origin;
import dev.claviger.server.config.ServerSettings.Source;
import dev.claviger.server.config.ServerSettings.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns texts into the tree. All that is wrong is gathered, so that one start shows it all.
final class TypedSettings {
  private static final String HIDDEN = "***";

  private final RawSettings raw;
  private final Path workingFolder;
  private final Path data;
  private final List<String> problems;

  TypedSettings(RawSettings raw, Path workingFolder, Path dataByDefault) {
    this.raw = raw;
    this.workingFolder = workingFolder;
    this.problems = new ArrayList<>(raw.problems());
    this.data = value(Setting.DATA, workingFolder::resolve, dataByDefault);
  }

  /// The tree, where every rule holds.
  ///
  /// @throws SettingsProblem naming all that is wrong
  ServerSettings tree() {
    Deployment deployment = deployment();
    var settings =
        new ServerSettings(
            deployment,
            listeners(),
            keys(),
            database(),
            new Audit(
                path(Setting.AUDIT_WITNESS, data.resolve("audit.witness")),
                value(Setting.AUDIT_RETENTION, TimeSpans::parse, Duration.ofDays(90))),
            log(deployment.debug()),
            value(Setting.RATE_CALLS_PER_SECOND, TypedSettings::rate, 1_000),
            value(Setting.SESSION_TTL, TimeSpans::parse, Duration.ofHours(12)),
            origins(),
            raw.warnings());
    problems.addAll(SettingsRules.objections(settings));
    if (!problems.isEmpty()) {
      throw new SettingsProblem(problems);
    }
    return settings;
  }

  private Deployment deployment() {
    return new Deployment(
        value(Setting.ENVIRONMENT, word(Environment.class), Environment.DEVELOPMENT),
        value(Setting.DEBUG, TypedSettings::flag, false),
        data,
        optional(Setting.NODE, TypedSettings::nodeName));
  }

  private Listeners listeners() {
    return new Listeners(
        new Listener(
            value(Setting.REST_LISTEN, ListenAddress::parse, new ListenAddress("127.0.0.1", 8420)),
            optional(Setting.REST_PUBLIC, TypedSettings::address)),
        new Listener(
            value(Setting.GRPC_LISTEN, ListenAddress::parse, new ListenAddress("127.0.0.1", 8421)),
            optional(Setting.GRPC_PUBLIC, TypedSettings::address)),
        value(Setting.REST_TRUSTED_PROXIES, TypedSettings::ranges, List.of()),
        tls());
  }

  private @Nullable TlsFiles tls() {
    Path certificate = optional(Setting.TLS_CERTIFICATE, workingFolder::resolve);
    Path key = optional(Setting.TLS_KEY, workingFolder::resolve);
    if (certificate != null && key != null) {
      return new TlsFiles(certificate, key);
    }
    if (certificate != null || key != null) {
      problems.add(
          Setting.TLS_CERTIFICATE.variable()
              + " and "
              + Setting.TLS_KEY.variable()
              + " belong together; set both, or neither");
      return null;
    }
    var made = new TlsFiles(data.resolve("tls/server.crt"), data.resolve("tls/server.key"));
    return Files.exists(made.certificate()) && Files.exists(made.key()) ? made : null;
  }

  private Keys keys() {
    SecretValue masterKey = secret(Setting.MASTER_KEY);
    KeySource source =
        value(
            Setting.KEY_PROVIDER,
            word(KeySource.class),
            masterKey == null ? KeySource.FILE : KeySource.ENV);
    return new Keys(source, masterKey);
  }

  private Database database() {
    return new Database(
        value(
            Setting.DATABASE_URL,
            TypedSettings::jdbc,
            "jdbc:sqlite:" + data.resolve("claviger.db")),
        optional(Setting.DATABASE_USER, Function.identity()),
        secret(Setting.DATABASE_PASSWORD),
        secret(Setting.DATABASE_OWNER_URL));
  }

  private Log log(boolean debug) {
    return new Log(
        value(
            Setting.LOG_LEVEL,
            word(System.Logger.Level.class),
            debug ? System.Logger.Level.DEBUG : System.Logger.Level.INFO),
        value(Setting.LOG_FORMAT, word(LogFormat.class), LogFormat.TEXT));
  }

  private List<Origin> origins() {
    return Arrays.stream(Setting.values()).map(this::origin).toList();
  }

  private Origin origin(Setting setting) {
    RawSecret secret = raw.secret(setting);
    if (secret != null) {
      return new Origin(setting.dotted(), HIDDEN, secret.source());
    }
    Raw given = raw.get(setting);
    return given == null
        ? new Origin(setting.dotted(), setting.byDefault(), Source.DEFAULT)
        : new Origin(setting.dotted(), given.text(), given.source());
  }

  private @Nullable SecretValue secret(Setting setting) {
    RawSecret given = raw.secret(setting);
    if (given == null) {
      return null;
    }
    try (var example = SecretValue.copyOf(SettingsPages.example(setting).getBytes(UTF_8))) {
      if (given.value().sameAs(example)) {
        problems.add(setting.variable() + " still has its example value");
      }
    }
    return given.value();
  }

  private Path path(Setting setting, Path byDefault) {
    return value(setting, workingFolder::resolve, byDefault);
  }

  private <T> T value(Setting setting, Function<String, T> parse, T byDefault) {
    T parsed = optional(setting, parse);
    return parsed == null ? byDefault : parsed;
  }

  /// Null where it is not set, or is wrong and among the problems.
  private <T> @Nullable T optional(Setting setting, Function<String, T> parse) {
    Raw given = raw.get(setting);
    if (given == null || given.text().isEmpty()) {
      return null;
    }
    try {
      return parse.apply(given.text());
    } catch (IllegalArgumentException e) {
      problems.add(setting.variable() + " " + e.getMessage());
      return null;
    }
  }

  private static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
    return text -> {
      var words = new ArrayList<String>();
      for (E constant : type.getEnumConstants()) {
        String word = constant.name().toLowerCase(Locale.ROOT);
        if (word.equals(text.toLowerCase(Locale.ROOT))) {
          return constant;
        }
        words.add(word);
      }
      words.removeAll(List.of("all", "off")); // of the logger; nobody should ask for them
      throw new IllegalArgumentException("must be one of " + String.join(", ", words));
    };
  }

  private static int rate(String text) {
    if (!text.matches("[1-9][0-9]{0,5}|1000000")) {
      throw new IllegalArgumentException("must be a whole number from 1 to 1,000,000");
    }
    return Integer.parseInt(text);
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static String nodeName(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("must be 1 to 63 of a-z 0-9 -");
    }
    return text;
  }

  private static String address(String text) {
    if (!text.matches(
        "https?://[A-Za-z0-9.\\-]+(:[0-9]{1,5})?|https?://\\[[0-9a-fA-F:.]+](:[0-9]{1,5})?")) {
      throw new IllegalArgumentException("must be such as https://secrets.example.org:8420");
    }
    return text;
  }

  private static String jdbc(String text) {
    if (!text.startsWith("jdbc:")) {
      throw new IllegalArgumentException("must begin with jdbc:");
    }
    if (text.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException(
          "must not hold a password; use " + Setting.DATABASE_PASSWORD.variable());
    }
    return text;
  }

  private static List<AddressRange> ranges(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(AddressRange::parse).toList();
  }
}
