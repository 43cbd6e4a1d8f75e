/// Fetching values from Claviger's service plane.
///
/// Start with [ServicePlane], whose promises are those of [SecretSource]. It speaks the Connect
/// protocol over the JDK's `HttpURLConnection` and reads and writes the messages of
/// `claviger.proto` by hand ([SecretMessages]): a command that starts in a tenth of a second has no
/// time to load gRPC, a protobuf library or `java.net.http`.
///
/// Depends on the vocabulary (`dev.claviger.model`) and on nothing else.
@NullMarked
package dev.claviger.client;

import org.jspecify.annotations.NullMarked;
