/// Tests of how the audit log is shown and exported.
@NullMarked
package dev.claviger.cli.audit;

import org.jspecify.annotations.NullMarked;
