/// The service plane: values for services, agents and people, over gRPC and Connect on one port.
///
/// Read [SecretCalls] first: the three calls, without a protocol. [SecretGrpc] and [ConnectRoutes]
/// speak one protocol each, [ServicePlane] puts them on a listener. They parse, call one method of
/// the core and render; what is allowed and what exists is decided there. Package
/// `dev.claviger.server.rest` must not depend on this one, nor this one on it.
@NullMarked
package dev.claviger.server.grpc;

import org.jspecify.annotations.NullMarked;
