package dev.claviger.server.http;

import dev.claviger.model.Id;

/// The request that a thread works on, for log lines only: it may be missing without harm.
public final class Requests {
  public static final ScopedValue<Id> ID = ScopedValue.newInstance();

  private Requests() {}
}
