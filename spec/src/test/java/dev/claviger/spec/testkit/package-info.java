/// What the tests speak to a server with. Start with [ServerProcess] and [Instance].
@NullMarked
package dev.claviger.spec.testkit;

import org.jspecify.annotations.NullMarked;
