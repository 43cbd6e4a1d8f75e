/// `claviger key VERB`: one class for each verb.
@NullMarked
package dev.claviger.cli.key;

import org.jspecify.annotations.NullMarked;
