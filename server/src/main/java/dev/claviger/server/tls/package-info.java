/// TLS of both listeners: certificates from files, read again when they change, and a small
/// certificate authority for those who have none.
///
/// Start with [ReloadingTls]; [CertificateMaker] is what `claviger server cert` runs.
@NullMarked
package dev.claviger.server.tls;

import org.jspecify.annotations.NullMarked;
