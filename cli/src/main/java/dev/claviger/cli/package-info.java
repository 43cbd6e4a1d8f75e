/// The command line: finds the command that was typed, runs it and says how it ended.
///
/// Start with [Main], then [CommandTree], which names every command, and [Dispatcher], which runs
/// one. Each command is a class of its own in a package of its noun; all of them stand on
/// [dev.claviger.cli.frame].
@NullMarked
package dev.claviger.cli;

import org.jspecify.annotations.NullMarked;
