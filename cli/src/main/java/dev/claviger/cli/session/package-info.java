/// Who is signed in, where the server is, and which scope is meant.
///
/// Start with [Session]; [CredentialsFile] is what `claviger login` leaves behind, and
/// [ScopeChoice] finds the scope where a command was given none.
@NullMarked
package dev.claviger.cli.session;

import org.jspecify.annotations.NullMarked;
