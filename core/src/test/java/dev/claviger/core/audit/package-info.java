/// The record of what was done, tested.
@NullMarked
package dev.claviger.core.audit;

import org.jspecify.annotations.NullMarked;
