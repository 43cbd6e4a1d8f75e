/// Tests of the service plane. `SpeakingTheProtocolsTest` is about the wire, with answers made up.
@NullMarked
package dev.claviger.server.grpc;

import org.jspecify.annotations.NullMarked;
