package dev.claviger.cli.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where values are written as files.
///
/// @param named the folder that a person has named; null: one that we find, in memory
public record FilePlace(@Nullable Path named) {
  /// Makes the folder.
  ///
  /// @param runtimeFolder `XDG_RUNTIME_DIR`, or empty
  FileFolder open(String runtimeFolder) {
    return named == null ? FileFolder.create(runtimeFolder) : FileFolder.at(named.toAbsolutePath());
  }
}
