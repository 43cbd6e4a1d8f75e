package dev.claviger.core;

/// Where a call came from, as far as one can know.
///
/// @param address of the peer, or what a trusted proxy said; empty for the server itself
/// @param agent the first [#MAX_AGENT] characters of the user agent; may be empty
public record Client(String address, String agent) {
  public static final int MAX_AGENT = 100;

  public static final Client SERVER = new Client("", "");

  /// Cuts `agent` to its limit and takes out control characters.
  public Client {
    agent = agent.substring(0, Math.min(agent.length(), MAX_AGENT)).replaceAll("\\p{Cntrl}", "?");
  }
}
