package dev.claviger.cli.run;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// All values that the output must not show: the current ones, and former ones that the program may
/// still remember. Safe for several threads.
final class KnownValues {
  /// For each name. A program that prints a value from before so many rotations is not expected.
  static final int MAX_REMEMBERED = 8;

  private final Object lock = new Object();
  private final Map<SecretName, Deque<Collection<byte[]>>> forms = new HashMap<>();
  private final SortedSet<String> unmaskable = new TreeSet<>();
  private volatile MaskPatterns patterns = new MaskPatterns(List.of());

  /// Adds values. Once it returns, nothing that is printed from then on shows them.
  void learn(Map<SecretName, SecretValue> values) {
    synchronized (lock) {
      values.forEach((name, value) -> value.lend(bytes -> learn(name, bytes)));
      var all = new ArrayList<byte[]>();
      forms.values().forEach(ofName -> ofName.forEach(all::addAll));
      patterns = new MaskPatterns(all);
    }
  }

  private void learn(SecretName name, byte[] value) {
    if (!MaskableValue.isMaskable(value)) {
      unmaskable.add(name.value());
      return;
    }
    Deque<Collection<byte[]>> ofName = forms.computeIfAbsent(name, _ -> new ArrayDeque<>());
    if (ofName.size() == MAX_REMEMBERED) {
      ofName.removeFirst();
    }
    ofName.addLast(ValueForms.of(value));
  }

  MaskPatterns patterns() {
    return patterns;
  }

  /// Names whose values are too ordinary to be found in output.
  List<String> unmaskable() {
    synchronized (lock) {
      return List.copyOf(unmaskable);
    }
  }
}
