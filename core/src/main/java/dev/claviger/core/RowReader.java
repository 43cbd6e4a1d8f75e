package dev.claviger.core;

import dev.claviger.core.audit.Note.Left;
import java.util.List;
import java.util.Optional;

/// Looks at the authenticated rows as a whole. A single row is checked whenever it is read.
public interface RowReader {
  /// The state of the small tables: principals, tokens, roles, bindings, spaces, keys.
  Left state();

  /// The state that the newest entry about them tells of; empty if none does.
  Optional<Left> recorded();

  /// Reads all rows of the small tables again and names those that are not as they were left.
  List<RefusedRow> check();

  /// Names the secrets that are not as the newest entry about them says, also those that are gone.
  List<RefusedRow> checkSecrets();
}
