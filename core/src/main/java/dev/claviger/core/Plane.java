package dev.claviger.core;

/// Which listener a call came in on.
public enum Plane {
  /// Port 8420: people manage.
  MANAGEMENT,
  /// Port 8421: values are fetched.
  SERVICE,
  /// The server itself: jobs, start and stop.
  INTERNAL
}
