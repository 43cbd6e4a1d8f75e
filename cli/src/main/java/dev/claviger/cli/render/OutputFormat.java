package dev.claviger.cli.render;

/// What `-o` may ask for.
public enum OutputFormat {
  TABLE,
  JSON,
  YAML
}
