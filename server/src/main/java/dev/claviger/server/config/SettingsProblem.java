package dev.claviger.server.config;

import java.util.List;

/// Settings that the server cannot start with: exit code 78. Names settings, never their values.
public final class SettingsProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SettingsProblem(List<String> problems) {
    super(String.join("\n", problems));
  }

  public SettingsProblem(String problem) {
    this(List.of(problem));
  }
}
