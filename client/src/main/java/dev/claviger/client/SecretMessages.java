package dev.claviger.client;

import dev.claviger.client.WatchEvent.Changed;
import dev.claviger.client.WatchEvent.KeepAlive;
import dev.claviger.client.WatchEvent.Removed;
import dev.claviger.client.WatchEvent.Snapshot;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages of `claviger.proto`, field number by field number.
///
/// A reading method wipes the bytes that it was given: they hold values.
final class SecretMessages {
  private SecretMessages() {}

  /// One page of an answer.
  record Page(List<FetchedSecret> secrets, String nextPageToken) {}

  /// @param version null: the current one
  static byte[] getSecretRequest(
      @Nullable Scope scope, SecretName name, @Nullable Version version) {
    return new ProtoWriter()
        .string(1, name.value())
        .string(4, text(scope))
        .uint64(5, version == null ? 0 : version.number())
        .toBytes();
  }

  static byte[] getSecretsRequest(@Nullable Scope scope, List<SecretName> names, String pageToken) {
    var message = new ProtoWriter().string(1, text(scope));
    names.forEach(name -> message.string(2, name.value()));
    return message.string(4, pageToken).toBytes();
  }

  static byte[] watchSecretsRequest(@Nullable Scope scope) {
    return new ProtoWriter().string(1, text(scope)).toBytes();
  }

  static SecretValue readSecret(byte[] message) throws MalformedMessage {
    byte[] value = {};
    try {
      var reader = new ProtoReader(message);
      while (reader.next()) {
        switch (reader.field()) {
          case 1 -> value = reader.bytes();
          default -> reader.skip();
        }
      }
      return valid(value, SecretValue::copyOf);
    } finally {
      Arrays.fill(value, (byte) 0);
      Arrays.fill(message, (byte) 0);
    }
  }

  static Page readSecrets(byte[] message) throws MalformedMessage {
    var secrets = new ArrayList<FetchedSecret>();
    String nextPageToken = "";
    boolean whole = false;
    try {
      var reader = new ProtoReader(message);
      while (reader.next()) {
        switch (reader.field()) {
          case 1 -> secrets.add(secret(reader.message()));
          case 2 -> nextPageToken = reader.string();
          default -> reader.skip();
        }
      }
      whole = true;
      return new Page(secrets, nextPageToken);
    } finally {
      Arrays.fill(message, (byte) 0);
      if (!whole) {
        secrets.forEach(FetchedSecret::close);
      }
    }
  }

  /// An event that is new to this client counts as a sign of life.
  static WatchEvent readEvent(byte[] message) throws MalformedMessage {
    var reader = new ProtoReader(message);
    WatchEvent event = new KeepAlive();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> event = snapshot(reader.message());
        case 2 -> event = changed(reader.message());
        case 3 -> event = new Removed(valid(reader.string(), SecretName::new));
        default -> reader.skip();
      }
    }
    return event;
  }

  private static FetchedSecret secret(ProtoReader reader) throws MalformedMessage {
    String name = "";
    long version = 0;
    byte[] value = {};
    long expiresAtMillis = 0;
    try {
      while (reader.next()) {
        switch (reader.field()) {
          case 1 -> name = reader.string();
          case 2 -> version = reader.uint64();
          case 3 -> value = reader.bytes();
          case 4 -> expiresAtMillis = reader.uint64();
          default -> reader.skip();
        }
      }
      return new FetchedSecret(
          valid(name, SecretName::new),
          valid(version, Version::new),
          valid(value, SecretValue::copyOf),
          expiresAtMillis == 0 ? null : Instant.ofEpochMilli(expiresAtMillis));
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  private static Snapshot snapshot(ProtoReader reader) throws MalformedMessage {
    var versions = new HashMap<SecretName, Version>();
    while (reader.next()) {
      if (reader.field() == 1) {
        Changed entry = changed(reader.message());
        versions.put(entry.name(), entry.version());
      } else {
        reader.skip();
      }
    }
    return new Snapshot(versions);
  }

  private static Changed changed(ProtoReader reader) throws MalformedMessage {
    String name = "";
    long version = 0;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> name = reader.string();
        case 2 -> version = reader.uint64();
        default -> reader.skip();
      }
    }
    return new Changed(valid(name, SecretName::new), valid(version, Version::new));
  }

  private interface Parse<S, T> {
    T parse(S source);
  }

  private static <S, T> T valid(S source, Parse<S, T> parse) throws MalformedMessage {
    try {
      return parse.parse(source);
    } catch (ClavigerException e) {
      throw new MalformedMessage(e.getMessage());
    }
  }

  private static String text(@Nullable Scope scope) {
    return scope == null ? "" : scope.toString();
  }
}
