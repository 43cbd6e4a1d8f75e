package dev.claviger.server.rest;

import dev.claviger.core.audit.AuditEntry;
import dev.claviger.core.audit.AuditReader.ListedEntry;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.core.audit.Subject;
import dev.claviger.crypto.Digest;
import dev.claviger.server.json.JsonWriter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Entries of the audit log as JSON: every field of the canonical form, so that anyone can compute
/// the chain again, and the names that its ids stand for now.
final class AuditJson {
  private AuditJson() {}

  static void write(JsonWriter json, ListedEntry listed) {
    AuditEntry entry = listed.chained().entry();
    Event event = entry.event();
    json.object()
        .field("format", entry.format())
        .field("node", entry.writer().node())
        .field("boot", entry.writer().boot())
        .field("seq", entry.seq())
        .field("timestamp", Times.of(entry.at()))
        .field("request_id", event.request())
        .field("action", event.action())
        .field("outcome", event.outcome())
        .field("reason", event.note().reason())
        .field("principal", listed.principal().orElse(null))
        .field("principal_id", event.principal())
        .field("credential", event.credential())
        .field("client", event.client())
        .field("address", listed.address().orElse(null));
    subject(json, event.subject());
    note(json, event.note());
    json.field("link", hex(listed.chained().link()))
        .field("mac", hex(listed.chained().mac()))
        .field("key_generation", listed.chained().generation())
        .endObject();
  }

  private static void subject(JsonWriter json, Subject subject) {
    json.field("space", subject.space())
        .field("environment", subject.environment())
        .field("resource_type", subject.type())
        .field("resource_id", resourceId(subject))
        .field("resource_name", subject.name());
    if (subject.type().equals("secret")) {
      json.field("secret_name", subject.name());
    }
  }

  /// Such as `space:key` (R8).
  private static @Nullable String resourceId(Subject subject) {
    if (subject.space() == null || subject.name() == null) {
      return subject.name() == null ? subject.space() : subject.name();
    }
    return subject.space() + ":" + subject.name();
  }

  private static void note(JsonWriter json, Note note) {
    json.field("secret_id", note.secret())
        .field("version", note.version() == null ? null : note.version().number())
        .field("envelope", note.envelope() == null ? null : hex(note.envelope()))
        .field("count", note.count());
    if (!note.secrets().isEmpty()) {
      json.list("secrets");
      note.secrets()
          .forEach(
              one ->
                  json.object()
                      .field("secret_id", one.secret())
                      .field("version", one.version().number())
                      .endObject());
      json.endList();
    }
    Left left = note.left();
    if (left != null) {
      json.field("revision", left.revision()).field("state", hex(left.state()));
    }
  }

  private static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
