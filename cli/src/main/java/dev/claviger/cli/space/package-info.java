/// `claviger space VERB` and `claviger env VERB`: one class for each verb.
@NullMarked
package dev.claviger.cli.space;

import org.jspecify.annotations.NullMarked;
