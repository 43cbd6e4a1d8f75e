package dev.claviger.core;

/// A row that is not what this server wrote: changed, copied, rolled back, put back, or missing.
///
/// @param table its table
/// @param key its key, ids in hex; parts are separated by `/`
/// @param reason `changed`, `unknown` (never written here, or older than what was), or `missing`
public record RefusedRow(String table, String key, String reason) {
  public static final String CHANGED = "changed";
  public static final String UNKNOWN = "unknown";
  public static final String MISSING = "missing";

  @Override
  public String toString() {
    return table + "/" + key;
  }
}
