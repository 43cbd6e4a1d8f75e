/// Measurements of single operations (I15). `bench/run` measures a whole server.
///
/// Start with [Ciphers]; run all with `bench/run jmh`.
@NullMarked
package dev.claviger.bench;

import org.jspecify.annotations.NullMarked;
