/// What a process of ours does so that others of the same user cannot read its keys: start with
/// [ProcessShield]. Linux offers all of it; elsewhere, what is there is used and nothing breaks.
@NullMarked
package dev.claviger.model.process;

import org.jspecify.annotations.NullMarked;
