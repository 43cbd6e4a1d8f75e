/// REST on the management plane. A handler parses, calls one method of the core and renders; no
/// rule lives here.
///
/// Start with [RestPlane], the list of all routes, then [Dispatcher], which every request passes.
/// `openapi.yaml` in the module `api` says the same to clients; a test compares the two. Nothing
/// here knows the service plane or a store.
@NullMarked
package dev.claviger.server.rest;

import org.jspecify.annotations.NullMarked;
