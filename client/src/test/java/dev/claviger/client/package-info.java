/// Start with [CallingTheServicePlaneTest]; [Plane] is the server that it calls.
@NullMarked
package dev.claviger.client;

import org.jspecify.annotations.NullMarked;
