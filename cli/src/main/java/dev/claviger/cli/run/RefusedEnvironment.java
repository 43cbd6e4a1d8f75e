package dev.claviger.cli.run;

import java.util.List;

/// Secrets that cannot become variables; nothing is started.
final class RefusedEnvironment extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  /// @param reasons each names its secret and the way out, never a value
  RefusedEnvironment(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  List<String> reasons() {
    return reasons;
  }
}
