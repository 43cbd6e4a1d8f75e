package dev.claviger.server.config;

import dev.claviger.crypto.PasswordRules;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.config.ServerSettings.Environment;
import dev.claviger.server.config.ServerSettings.KeySource;
import dev.claviger.server.config.ServerSettings.Keys;
import dev.claviger.server.config.ServerSettings.Listener;
import java.util.ArrayList;
import java.util.List;

/// What must hold between settings.
final class SettingsRules {
  private SettingsRules() {}

  /// One message for each rule that is broken.
  static List<String> objections(ServerSettings settings) {
    var objections = new ArrayList<String>();
    keys(settings, objections);
    listener(settings, settings.listeners().rest(), Setting.REST_LISTEN, objections);
    listener(settings, settings.listeners().grpc(), Setting.GRPC_LISTEN, objections);
    if (settings.deployment().environment() == Environment.PRODUCTION) {
      production(settings, objections);
    }
    return objections;
  }

  private static void keys(ServerSettings settings, List<String> objections) {
    Keys keys = settings.keys();
    if (keys.source() == KeySource.ENV && keys.masterKey() == null) {
      objections.add(
          Setting.MASTER_KEY.variable() + " is not set; make one with: openssl rand -base64 32");
    }
    if (keys.source() == KeySource.FILE && keys.masterKey() != null) {
      objections.add(
          Setting.MASTER_KEY.variable()
              + " is set, and "
              + Setting.KEY_PROVIDER.variable()
              + " says file; leave one of them out");
    }
    if (keys.source() == KeySource.FILE && !settings.database().embedded()) {
      objections.add(
          Setting.KEY_PROVIDER.variable()
              + " file is for one node on SQLite; with this database set "
              + Setting.MASTER_KEY.fileVariable());
    }
  }

  private static void listener(
      ServerSettings settings, Listener listener, Setting setting, List<String> objections) {
    if (settings.listeners().tls() == null && !listener.listen().loopback()) {
      objections.add(
          setting.variable()
              + " can be reached from other machines, so it needs TLS: set "
              + Setting.TLS_CERTIFICATE.variable()
              + " and "
              + Setting.TLS_KEY.variable()
              + ", or make them with: claviger server cert --host NAME");
    }
  }

  private static void production(ServerSettings settings, List<String> objections) {
    if (settings.deployment().debug()) {
      objections.add(Setting.DEBUG.variable() + " must not be true in production");
    }
    if (settings.database().password() != null) {
      try {
        PasswordRules.check(settings.database().password());
      } catch (InvalidInput weak) {
        objections.add(
            Setting.DATABASE_PASSWORD.variable()
                + " is too weak for production: "
                + weak.getMessage());
      }
    }
  }
}
