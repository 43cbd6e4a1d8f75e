/// `claviger demo`: the whole story in one command, with real processes on a temporary folder.
///
/// Start with [Demo]; [Story] is what it tells, [Stage] where it happens.
@NullMarked
package dev.claviger.cli.demo;

import org.jspecify.annotations.NullMarked;
