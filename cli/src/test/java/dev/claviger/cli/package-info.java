/// How commands are found, how they end and what help says of them.
@NullMarked
package dev.claviger.cli;

import org.jspecify.annotations.NullMarked;
