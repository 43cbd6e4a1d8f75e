/// The first steps in a folder, and signing in.
@NullMarked
package dev.claviger.cli.account;

import org.jspecify.annotations.NullMarked;
