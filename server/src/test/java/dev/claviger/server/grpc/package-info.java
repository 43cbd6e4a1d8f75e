/// Tests of the service plane. [SpeakingTheProtocolsTest] is about the wire, with answers
/// made up; [ServicePlaneTest] asks a real core on SQLite, over both protocols.
@NullMarked
package dev.claviger.server.grpc;

import org.jspecify.annotations.NullMarked;
