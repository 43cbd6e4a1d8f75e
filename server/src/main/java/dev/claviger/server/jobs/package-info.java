/// What the server does by itself, on one timer.
@NullMarked
package dev.claviger.server.jobs;

import org.jspecify.annotations.NullMarked;
