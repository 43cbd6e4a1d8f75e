/// `claviger audit VERB`: one class for each verb.
@NullMarked
package dev.claviger.cli.audit;

import org.jspecify.annotations.NullMarked;
