/// Tests of the whole server, started in process on a folder of its own.
@NullMarked
package dev.claviger.server;

import org.jspecify.annotations.NullMarked;
