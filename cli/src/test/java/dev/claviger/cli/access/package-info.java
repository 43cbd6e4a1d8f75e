/// Tests of `claviger role`, `claviger binding` and `claviger access`.
@NullMarked
package dev.claviger.cli.access;

import org.jspecify.annotations.NullMarked;
