package dev.claviger.spec.testkit;

/// Where a value could be left behind. [Traces] knows where each of them is.
public enum MarkerPlace {
  SERVER_LOG,
  SERVER_OUTPUT,
  /// Standard output of commands that were not asked for values.
  COMMAND_OUTPUT,
  COMMAND_ERRORS,
  DATABASE,
  WRITE_AHEAD_LOG,
  /// What the database answers: a value may be spread over pages of its file.
  DATABASE_ROWS,
  /// What else the server keeps.
  DATA_FOLDER,
  /// Also those that are gone again.
  TEMPORARY_FILES,
  /// Where temporary files are that ignore what they were told.
  SYSTEM_FOLDERS,
  COMMAND_LINES,
  AUDIT_LOG,
  /// Answers that may hold no value, refusals above all.
  ANSWERS
}
