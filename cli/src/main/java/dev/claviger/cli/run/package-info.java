/// `claviger run`: starts a program with its secrets, and keeps it supplied.
///
/// Start with [Runner], which decides between two ways. [Replacement] turns this process into the
/// program, so that nothing of ours stays behind. [Supervisor] stays beside the program: it masks
/// values in its output ([Masker]), on a terminal of its own where ours is one ([TerminalOutput]),
/// watches for new versions ([ScopeWatcher]), offers them on a
/// socket ([SecretSocket]) and in files ([SecretFiles]), and tells the program ([Reaction]).
///
/// Values are bytes from the wire to the program: they never become text, so that any bytes in any
/// locale arrive unchanged. That is why [Libc] starts programs, and not `ProcessBuilder`.
@NullMarked
package dev.claviger.cli.run;

import org.jspecify.annotations.NullMarked;
