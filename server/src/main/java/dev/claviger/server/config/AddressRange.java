package dev.claviger.server.config;

import java.net.InetAddress;

/// IP addresses that begin with the same bits, written as CIDR, or one address.
public record AddressRange(InetAddress first, int bits) {

  /// Parses `10.0.0.0/8`, `fd00::/8` or one address. Names are refused: nothing is looked up.
  ///
  /// @throws IllegalArgumentException if it is neither
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    int longest = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? longest : bits(text.substring(slash + 1));
    if (bits < 0 || bits > longest) {
      throw new IllegalArgumentException("must have at most " + longest + " bits behind the /");
    }
    return new AddressRange(address, bits);
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("must be IP addresses or CIDR ranges");
    }
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must have a number behind the /");
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
