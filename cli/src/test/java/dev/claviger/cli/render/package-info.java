/// What is printed.
@NullMarked
package dev.claviger.cli.render;

import org.jspecify.annotations.NullMarked;
