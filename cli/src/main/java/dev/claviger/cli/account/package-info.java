/// Signing in and out, and what there is to know before the first secret.
///
/// Start with [Login].
@NullMarked
package dev.claviger.cli.account;

import org.jspecify.annotations.NullMarked;
