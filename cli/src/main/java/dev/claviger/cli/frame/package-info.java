/// What every command stands on, and nothing that talks to a server.
///
/// Start with [Command] and [Syntax], of which a command is built; [Surroundings] is all that a
/// command sees of the process it runs in; [CommandFailure] and [ExitCodes] say how it may end.
/// Depends on no other package of the command line.
@NullMarked
package dev.claviger.cli.frame;

import org.jspecify.annotations.NullMarked;
