package dev.claviger.core.audit;

import dev.claviger.model.Id;
import org.jspecify.annotations.Nullable;

/// What one operation came to, before it has a place in a chain.
///
/// @param request names the call
/// @param principal the identity of who acted; null if nobody had signed in
/// @param credential the id of the token that was shown; null without one
/// @param client the record of where it came from; 0 for the server itself
/// @param action such as `READ`
/// @param subject what it was about
/// @param outcome `ok`, or the code of the refusal or failure
/// @param note what else is worth knowing
public record Event(
    Id request,
    @Nullable Id principal,
    @Nullable String credential,
    long client,
    String action,
    Subject subject,
    String outcome,
    Note note) {}
