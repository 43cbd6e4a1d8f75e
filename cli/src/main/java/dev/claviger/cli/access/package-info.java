/// `claviger role VERB`, `claviger binding VERB` and `claviger access VERB`: one class for each
// verb.
@NullMarked
package dev.claviger.cli.access;

import org.jspecify.annotations.NullMarked;
