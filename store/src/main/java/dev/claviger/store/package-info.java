/// Durable state on SQLite, PostgreSQL and MariaDB: the only package that imports `java.sql`.
///
/// Start with [JdbcDatabase]. Each `Jdbc…` class owns the statements of its tables; one text serves
/// all databases, and what cannot be shared is in [Dialect]. [Caches] hold rows and ciphertexts,
/// never a plaintext.
@NullMarked
package dev.claviger.store;

import org.jspecify.annotations.NullMarked;
