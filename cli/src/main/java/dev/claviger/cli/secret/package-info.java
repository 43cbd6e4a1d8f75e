/// `claviger secret VERB`: one class for each verb.
///
/// Start with [SecretSet] and [SecretGet]. Values are [NewValue]s on their way in, which are wiped
/// when they have been sent.
@NullMarked
package dev.claviger.cli.secret;

import org.jspecify.annotations.NullMarked;
