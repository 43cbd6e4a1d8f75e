/// Values on their way to the server.
@NullMarked
package dev.claviger.cli.secret;

import org.jspecify.annotations.NullMarked;
