package dev.claviger.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.RoleName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The built-in roles, as the data file `roles.txt` says: a line per role, its name, a colon and
/// its rights; `*` is all of them. Other roles are stored.
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

  /// Whether it is a built-in role.
  public boolean contains(RoleName name) {
    return byName.containsKey(name);
  }

  /// The role of that name, built in or stored; null if there is none.
  @Nullable Role find(Reading stores, RoleName name) {
    Role role = byName.get(name);
    return role == null ? stores.people().role(name).map(StoredRole::role).orElse(null) : role;
  }

  /// The role of that name, built in or stored.
  ///
  /// @throws NotFound if there is none
  Role get(Reading stores, RoleName name) {
    Role role = find(stores, name);
    if (role == null) {
      throw missing(name);
    }
    return role;
  }

  static NotFound missing(RoleName name) {
    return new NotFound("role " + name);
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
    return new Role(new RoleName(line.substring(0, colon)), rules(rights));
  }

  /// The rules that give exactly these rights, one for each kind of thing.
  private static List<Rule> rules(Set<Permission> rights) {
    if (rights.size() == Permission.values().length) {
      return List.of(Rule.of(List.of("*"), List.of("*"), List.of("*")));
    }
    var verbs = new LinkedHashMap<List<String>, List<String>>();
    for (Permission right : rights) {
      verbs
          .computeIfAbsent(List.of(right.group(), right.resource()), _ -> new ArrayList<>())
          .add(right.verb());
    }
    return verbs.entrySet().stream()
        .map(one -> Rule.of(one.getKey().subList(0, 1), one.getKey().subList(1, 2), one.getValue()))
        .toList();
  }
}
