package dev.claviger.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.RoleName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The built-in roles, as the data file `roles.txt` says: a line per role, its name, a colon and
/// its rights; `*` is all of them.
public final class Roles {
  public static final RoleName ADMIN = new RoleName("admin");
  public static final RoleName AGENT = new RoleName("agent");

  private static final String FILE = "roles.txt";
  private static final Roles BUILT_IN = new Roles(read());

  private final Map<RoleName, Role> byName;

  private Roles(Map<RoleName, Role> byName) {
    this.byName = byName;
  }

  public static Roles builtIn() {
    return BUILT_IN;
  }

  /// In the order of the file.
  public List<Role> all() {
    return List.copyOf(byName.values());
  }

  /// The role of that name.
  ///
  /// @throws NotFound if there is none
  public Role get(RoleName name) {
    Role role = byName.get(name);
    if (role == null) {
      throw new NotFound("role " + name + "; see: claviger role list");
    }
    return role;
  }

  private static Map<RoleName, Role> read() {
    var roles = new LinkedHashMap<RoleName, Role>();
    try (InputStream file = Objects.requireNonNull(Roles.class.getResourceAsStream(FILE), FILE);
        var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Roles::parse)
          .forEach(role -> roles.put(role.name(), role));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return roles;
  }

  private static Role parse(String line) {
    int colon = line.indexOf(':');
    var rights = EnumSet.noneOf(Permission.class);
    for (String word : line.substring(colon + 1).strip().split("\\s+", -1)) {
      if (word.equals("*")) {
        rights.addAll(EnumSet.allOf(Permission.class));
      } else {
        rights.add(Permission.of(word).orElseThrow(() -> new IllegalStateException(word)));
      }
    }
    return new Role(new RoleName(line.substring(0, colon)), rights);
  }
}
