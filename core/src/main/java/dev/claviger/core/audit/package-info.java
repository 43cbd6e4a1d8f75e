/// The record of what was done: entries, their canonical form, the chain that links them, and the
/// witness file outside the database.
///
/// Start with [AuditEntry]. This package knows no operation and no database.
@NullMarked
package dev.claviger.core.audit;

import org.jspecify.annotations.NullMarked;
