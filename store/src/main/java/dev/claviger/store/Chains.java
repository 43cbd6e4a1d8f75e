package dev.claviger.store;

import dev.claviger.core.audit.Writer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The numbers of chains that are known to be durable, so that entries need no lookup.
final class Chains {
  final Map<Writer, Long> numbers = new ConcurrentHashMap<>();
}
