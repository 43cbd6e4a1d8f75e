package dev.claviger.core;

import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Id;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.SpaceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A space as stored.
///
/// @param createdBy such as `user:mara`
/// @param deletedAt null while it is alive
public record StoredSpace(
    Id id,
    SpaceName name,
    Description description,
    Disclosure disclosure,
    MaskStyle maskStyle,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    @Nullable Instant deletedAt) {}
