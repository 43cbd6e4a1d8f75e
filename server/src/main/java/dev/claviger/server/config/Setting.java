package dev.claviger.server.config;

import java.util.Locale;

/// Everything that can be set, in the order of the reference page. The page, `.env.example` and
/// the reader are made from this list.
public enum Setting {
  ENVIRONMENT(
      "environment",
      Kind.PLAIN,
      "development, staging or production",
      "development",
      "What this server is for. Production refuses debug, weak and example values."),
  DEBUG(
      "debug",
      Kind.PLAIN,
      "true or false",
      "false",
      "Logs at the level debug unless log.level is set. Refused in production."),
  DATA(
      "data",
      Kind.PLAIN,
      "folder",
      "/var/lib/claviger as root, else $XDG_DATA_HOME/claviger/server",
      "Where the server keeps what it owns; called DATA here."),
  NODE(
      "node",
      Kind.PLAIN,
      "1 to 63 of a-z 0-9 -",
      "random, kept in DATA/node",
      "The name of this node in the audit log."),
  REST_LISTEN(
      "rest.listen",
      Kind.PLAIN,
      "HOST:PORT",
      "127.0.0.1:8420",
      "Where people manage, over REST. Port 0 takes a free one."),
  GRPC_LISTEN(
      "grpc.listen",
      Kind.PLAIN,
      "HOST:PORT",
      "127.0.0.1:8421",
      "Where values are fetched, over gRPC and Connect. Port 0 takes a free one."),
  REST_PUBLIC(
      "rest.public",
      Kind.PLAIN,
      "http:// or https:// address",
      "made from rest.listen",
      "The address of the REST listener as others reach it."),
  GRPC_PUBLIC(
      "grpc.public",
      Kind.PLAIN,
      "http:// or https:// address",
      "made from grpc.listen",
      "The address of the gRPC listener as others reach it."),
  REST_TRUSTED_PROXIES(
      "rest.trusted-proxies",
      Kind.PLAIN,
      "addresses or CIDR ranges, separated by commas",
      "none",
      "Only from these is X-Forwarded-For believed: its last address that is not one of them."),
  TLS_CERTIFICATE(
      "tls.certificate",
      Kind.PLAIN,
      "PEM file",
      "DATA/tls/server.crt where it exists",
      "The certificate of both listeners and its chain; read again when it changes."),
  TLS_KEY(
      "tls.key",
      Kind.PLAIN,
      "PEM file",
      "DATA/tls/server.key where it exists",
      "The private key of that certificate: PKCS #8, SEC 1 or PKCS #1, without a passphrase."),
  MASTER_KEY(
      "master-key",
      Kind.SECRET,
      "base64 of 32 bytes",
      "none",
      "What all other keys are wrapped with. Make one with: openssl rand -base64 32"),
  KEY_PROVIDER(
      "key-provider",
      Kind.PLAIN,
      "env or file",
      "env where master-key is set, else file",
      "Where the master key comes from: the setting master-key, or DATA/master-key.json."),
  DATABASE_URL(
      "database.url",
      Kind.PLAIN,
      "JDBC address",
      "jdbc:sqlite:DATA/claviger.db",
      "The database. It must not hold a password."),
  DATABASE_USER(
      "database.user", Kind.PLAIN, "text", "none", "The user of the database, where it has users."),
  DATABASE_PASSWORD(
      "database.password", Kind.SECRET, "text", "none", "The password of database.user."),
  DATABASE_OWNER_URL(
      "database.owner-url",
      Kind.SECRET,
      "JDBC address",
      "database.url",
      "Used by migrations only, for a role that owns the tables. It may hold a password."),
  AUDIT_WITNESS(
      "audit.witness",
      Kind.PLAIN,
      "file",
      "DATA/audit.witness",
      "Where the head of the audit chain is noted outside the database."),
  AUDIT_RETENTION(
      "audit.retention",
      Kind.PLAIN,
      "time span",
      "90d",
      "How long entries of the audit log are kept at least. This version deletes none."),
  RATE_CALLS_PER_SECOND(
      "rate.calls-per-second",
      Kind.PLAIN,
      "1 to 1,000,000",
      "1000",
      "How many calls a second one principal may make on average, on both listeners; twice that at"
          + " once."),
  SESSION_TTL("session.ttl", Kind.PLAIN, "time span", "12h", "How long a person stays signed in."),
  LOG_LEVEL(
      "log.level",
      Kind.PLAIN,
      "error, warning, info, debug or trace",
      "info",
      "What is logged, to standard error."),
  LOG_FORMAT(
      "log.format",
      Kind.PLAIN,
      "text or json",
      "text",
      "Lines for people, or one JSON object each.");

  /// What may be shown of a setting.
  enum Kind {
    PLAIN,
    /// Never shown; may also come from a file, by `NAME_FILE`.
    SECRET
  }

  private static final String PREFIX = "CLAVIGER_";

  private final String dotted;
  private final Kind kind;
  private final String type;
  private final String byDefault;
  private final String sentence;

  Setting(String dotted, Kind kind, String type, String byDefault, String sentence) {
    this.dotted = dotted;
    this.kind = kind;
    this.type = type;
    this.byDefault = byDefault;
    this.sentence = sentence;
  }

  /// Such as `rest.listen`.
  public String dotted() {
    return dotted;
  }

  /// Such as `CLAVIGER_REST_LISTEN`.
  public String variable() {
    return PREFIX + dotted.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /// The variable that names a file with the value, for secrets.
  public String fileVariable() {
    return variable() + "_FILE";
  }

  public boolean secret() {
    return kind == Kind.SECRET;
  }

  /// What a value looks like, for people.
  public String type() {
    return type;
  }

  /// The value where nothing is set, for people.
  public String byDefault() {
    return byDefault;
  }

  public String sentence() {
    return sentence;
  }
}
