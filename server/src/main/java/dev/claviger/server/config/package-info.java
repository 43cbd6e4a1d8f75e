/// The settings of the server: read once, typed, checked, and never repeated in a message.
///
/// Start with [ServerSettings], the tree that everything else reads, and [Setting], the list of
/// what can be set. [SettingsReader] turns files and environment into the tree; [SettingsPages]
/// writes `docs/settings.md` and `.env.example` from the same list. Nothing here knows HTTP, the
/// core or a database.
@NullMarked
package dev.claviger.server.config;

import org.jspecify.annotations.NullMarked;
