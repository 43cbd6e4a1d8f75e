/// Real programs, run as `claviger run` runs them. [SecretFolder] stands for the server.
@NullMarked
package dev.claviger.cli.run;

import org.jspecify.annotations.NullMarked;
