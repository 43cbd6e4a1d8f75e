/// The stores' contracts, on real databases.
@NullMarked
package dev.claviger.store;

import org.jspecify.annotations.NullMarked;
