/// Who is signed in, and which scope is meant.
@NullMarked
package dev.claviger.cli.session;

import org.jspecify.annotations.NullMarked;
