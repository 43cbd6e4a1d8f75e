/// `claviger role VERB` and `claviger binding VERB`: one class for each verb.
@NullMarked
package dev.claviger.cli.access;

import org.jspecify.annotations.NullMarked;
