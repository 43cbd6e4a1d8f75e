/// Behaviour of the whole product, with real processes. Start with [BadInputTest]: it shows how a
/// server is started and spoken to.
@NullMarked
package dev.claviger.spec;

import org.jspecify.annotations.NullMarked;
