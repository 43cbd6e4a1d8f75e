package dev.claviger.cli.run;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The environment of a program: `NAME=VALUE` as bytes, each name once.
///
/// Reserved variables win over all, inherited ones that are to be preserved over secrets, and
/// secrets over what is inherited. Nothing of ours is inherited: not the token, not the master key,
/// no `CLAVIGER_*` but the scope. Whoever made it closes it, which wipes it.
final class ChildEnvironment implements AutoCloseable {
  /// Linux takes no longer string, its name, `=` and its end included (MAX_ARG_STRLEN).
  static final int MAX_ENTRY = 128 * 1024 - 1;

  private static final String FILE = "_FILE"; // as in many container images
  private static final String OURS = "CLAVIGER_";
  private static final Set<String> INHERITED_OF_OURS = Set.of("CLAVIGER_SCOPE");

  private final Map<String, byte[]> entries = new LinkedHashMap<>(); // names as ISO 8859-1
  private final Variables variables;
  private final @Nullable Path files;
  private final List<String> refused = new ArrayList<>();

  private ChildEnvironment(Variables variables, @Nullable Path files) {
    this.variables = variables;
    this.files = files;
  }

  /// @param inherited `NAME=VALUE`; of two with one name the first counts, as in `getenv`
  /// @param reserved set whatever else is there
  /// @param files the folder that holds the values: the variables then name files in it, and are
  ///     called `NAME_FILE`; or null
  /// @throws RefusedEnvironment if a secret is dangerous and not allowed, or cannot be an
  ///     environment variable
  static ChildEnvironment of(
      Collection<byte[]> inherited,
      Map<SecretName, SecretValue> secrets,
      Map<String, String> reserved,
      Variables variables,
      @Nullable Path files) {
    var environment = new ChildEnvironment(variables, files);
    inherited.forEach(environment::inherit);
    environment.checkNames(secrets.keySet());
    secrets.keySet().forEach(environment::displace);
    secrets.forEach(environment::addSecret);
    if (!environment.refused.isEmpty()) {
      environment.close();
      throw new RefusedEnvironment(environment.refused);
    }
    reserved.forEach(
        (name, value) -> environment.set(name, value.getBytes(StandardCharsets.UTF_8)));
    return environment;
  }

  /// One that has been built before, and is wiped with this.
  static ChildEnvironment exactly(Collection<byte[]> entries) {
    var environment = new ChildEnvironment(Variables.PLAIN, null);
    for (byte[] entry : entries) {
      environment.entries.put(nameOf(entry), entry);
    }
    return environment;
  }

  /// The name of `NAME=VALUE`.
  static String nameOf(byte[] entry) {
    int equals = 0;
    while (equals < entry.length && entry[equals] != '=') {
      equals++;
    }
    return new String(entry, 0, equals, StandardCharsets.ISO_8859_1);
  }

  private void inherit(byte[] entry) {
    String name = nameOf(entry);
    int equals = name.length();
    boolean ours = name.startsWith(OURS) && !INHERITED_OF_OURS.contains(name);
    if (equals > 0 && equals < entry.length && !ours && variables.inherits(name)) {
      entries.putIfAbsent(name, entry.clone());
    }
  }

  private void checkNames(Set<SecretName> secrets) {
    for (SecretName each : variables.renamed().keySet()) {
      if (!secrets.contains(each)) {
        refused.add("there is no secret " + each + " to rename");
      }
    }
    var taken = new HashMap<String, SecretName>();
    for (SecretName each : secrets) {
      SecretName other = taken.put(variables.of(each), each);
      if (other != null) {
        refused.add(other + " and " + each + " would both be " + variables.of(each));
      }
    }
  }

  /// A secret that comes as a file stands for the inherited variable, too: programs refuse to start
  /// where both are set.
  private void displace(SecretName secret) {
    String name = variables.of(secret);
    if (files != null && !variables.preserved().contains(name)) {
      entries.remove(name);
    }
  }

  private void addSecret(SecretName secret, SecretValue value) {
    String name = variables.of(secret);
    if (files == null) {
      value.lend(bytes -> add(secret, name, bytes));
    } else {
      String file = files.resolve(name).toString();
      add(secret, name + FILE, file.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void add(SecretName secret, String name, byte[] value) {
    if (variables.preserved().contains(name) && entries.containsKey(name)) {
      return;
    }
    if (DangerousNames.contains(name) && !variables.dangerous().contains(name)) {
      refuse(
          name + " could make the program run other code",
          secret,
          ", or allow it with --allow-dangerous " + name);
    } else if (holdsNul(value)) {
      refuse(secret + " holds a NUL byte, which no variable can", secret, "");
    } else if (name.length() + 1 + value.length > MAX_ENTRY) {
      refuse(secret + " is longer than the 128 KiB that a variable can hold", secret, "");
    } else {
      set(name, value);
    }
  }

  private void refuse(String reason, SecretName secret, String orElse) {
    refused.add(reason + "; leave it out with --except " + secret + orElse);
  }

  private static boolean holdsNul(byte[] value) {
    for (byte each : value) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  private void set(String name, byte[] value) {
    byte[] start = (name + "=").getBytes(StandardCharsets.ISO_8859_1);
    byte[] entry = Arrays.copyOf(start, start.length + value.length);
    System.arraycopy(value, 0, entry, start.length, value.length);
    byte[] former = entries.put(name, entry);
    if (former != null) {
      Arrays.fill(former, (byte) 0);
    }
  }

  /// Lent: valid until this is closed.
  Collection<byte[]> entries() {
    return entries.values();
  }

  /// The value of a variable that holds no secret, or `otherwise`.
  String text(String name, String otherwise) {
    byte[] entry = entries.get(name);
    return entry == null
        ? otherwise
        : new String(
            entry,
            name.length() + 1,
            entry.length - name.length() - 1,
            StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    entries.values().forEach(entry -> Arrays.fill(entry, (byte) 0));
  }
}
