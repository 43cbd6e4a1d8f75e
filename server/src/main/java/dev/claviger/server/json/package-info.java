/// JSON at the edge: what comes in is checked against a shape, what goes out is written by hand.
///
/// Start with [Shape] and [JsonObject] for what comes in and with [JsonWriter] for what goes out.
/// A value never becomes a `String` on either way, and no message repeats what was sent.
@NullMarked
package dev.claviger.server.json;

import org.jspecify.annotations.NullMarked;
