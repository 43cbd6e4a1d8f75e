package dev.claviger.core;

/// The tables that decide who may do what are not as the newest audit entry about them says. The
/// server does not start until an administrator accepts them as they are.
public final class RowsChanged extends RuntimeException {
  public static final String CODE = "rows_changed";

  RowsChanged() {
    super(
        CODE
            + ": principals, tokens, roles, bindings, spaces or keys were changed, removed or put"
            + " back while the server was down; restore the database, or look at `claviger binding"
            + " list` after accepting them with: claviger server accept-rows");
  }
}
