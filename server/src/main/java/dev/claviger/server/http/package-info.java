/// What both listeners do with a request before anybody looks at what it wants.
///
/// Start with [Target], which refuses a path that two readers could take for two things. Then
/// [Requests], [ClientAddresses] and [BearerToken]. Nothing here decides what a caller may do.
@NullMarked
package dev.claviger.server.http;

import org.jspecify.annotations.NullMarked;
