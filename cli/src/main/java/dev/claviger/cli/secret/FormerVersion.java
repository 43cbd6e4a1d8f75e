package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.render.Times;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.util.Comparator;

/// Until when the version before the current one still works.
final class FormerVersion {
  private final Surroundings surroundings;
  private final ManagementPlane plane;

  FormerVersion(Surroundings surroundings, ManagementPlane plane) {
    this.surroundings = surroundings;
    this.plane = plane;
  }

  /// Asks the server and says it; silent where no version is in its grace.
  void tell(Scope scope, SecretName name) {
    plane.list(SecretPaths.one(scope, name, "/versions"), "versions").stream()
        .filter(version -> version.find("grace_until") != null)
        .max(Comparator.comparingLong(version -> version.number("version")))
        .ifPresent(this::tell);
  }

  private void tell(Json version) {
    tell(surroundings, version.number("version"), version.text("grace_until"));
  }

  /// Such as `Version 7 works until Nov 29 09:41.`
  static void tell(Surroundings surroundings, long version, String until) {
    surroundings.stdout().println("Version " + version + " works until " + Times.near(until) + ".");
  }
}
