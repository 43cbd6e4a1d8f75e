/// Tests of what the core decides by itself. Start with [DecidingAccessTest].
@NullMarked
package dev.claviger.core;

import org.jspecify.annotations.NullMarked;
