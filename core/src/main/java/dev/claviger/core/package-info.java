/// What the product does: who may do what, and what is remembered about every attempt.
///
/// Read [Gate] first: every operation passes through it. Then [Pipeline], which makes entries
/// durable before anybody gets an answer, and [Secrets], one operation per method. [Database] is
/// the only door to durable state. Nothing here knows HTTP, JSON or JDBC; those packages depend on
/// this one, never the reverse (`ArchitectureTest` checks it).
@NullMarked
package dev.claviger.core;

import org.jspecify.annotations.NullMarked;
