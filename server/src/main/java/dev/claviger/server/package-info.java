/// The server: `claviger server`.
///
/// Start with [Main], which knows the commands and their exit codes, then [ClavigerServer], the
/// wiring by hand. [Unsealing] comes before everything else: without the right master key nothing
/// is written. `rest` and `grpc` are the two planes, `config` the settings, `jobs` what happens by
/// itself.
@NullMarked
package dev.claviger.server;

import org.jspecify.annotations.NullMarked;
