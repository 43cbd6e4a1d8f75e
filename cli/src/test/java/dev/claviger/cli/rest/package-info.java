/// What goes over the wire to the management plane, a small server of the JDK at its other end.
@NullMarked
package dev.claviger.cli.rest;

import org.jspecify.annotations.NullMarked;
