/// What every command stands on.
@NullMarked
package dev.claviger.cli.frame;

import org.jspecify.annotations.NullMarked;
