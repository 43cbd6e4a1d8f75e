package dev.claviger.core.audit;

import static dev.claviger.crypto.Pae.text;
import static dev.claviger.crypto.Pae.u64;

import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Pae;
import dev.claviger.model.Id;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the audit log. Every field is a column, and every field is in [#canonical].
///
/// @param seq its place in the chain of `writer`: 1, 2, 3 and so on, without gaps
/// @param at when the pipeline took it up, in whole milliseconds
public record AuditEntry(Writer writer, long seq, Instant at, Event event) {
  private static final long FORMAT = 1;
  private static final long FORMAT_WITH_STATE = 2;
  private static final byte[] ABSENT = {};
  private static final int DISCLOSED_BYTES = 24;

  /// The bytes that are hashed, described field by field in `docs/audit.md`.
  ///
  /// The order is part of the format and never changes, so that anyone who has an export can
  /// compute the chain again.
  public byte[] canonical() {
    Left left = event.note().left();
    byte[][] fields = fields(format());
    if (left != null) {
      fields = Arrays.copyOf(fields, fields.length + 2);
      fields[fields.length - 2] = u64(left.revision());
      fields[fields.length - 1] = left.state().bytes();
    }
    return Pae.of(fields);
  }

  /// Which fields there are: 1, or 2 with what a change left behind.
  public long format() {
    return event.note().left() == null ? FORMAT : FORMAT_WITH_STATE;
  }

  private byte[][] fields(long format) {
    Subject subject = event.subject();
    Note note = event.note();
    return new byte[][] {
      u64(format),
      text(writer.node()),
      writer.boot().bytes(),
      u64(seq),
      u64(at.toEpochMilli()),
      event.request().bytes(),
      id(event.principal()),
      word(event.credential()),
      u64(event.client()),
      text(event.action()),
      text(subject.type()),
      word(subject.space()),
      word(subject.environment()),
      word(subject.name()),
      id(note.secret()),
      note.version() == null ? ABSENT : u64(note.version().number()),
      note.envelope() == null ? ABSENT : note.envelope().bytes(),
      u64(note.count()),
      secrets(note.secrets()),
      text(event.outcome()),
      word(note.reason())
    };
  }

  /// The pairs of a call that disclosed several secrets: 16 bytes of identity and a u64 version
  /// each, one after the other. Also how the column `secrets` holds them.
  public static byte[] secrets(List<Disclosed> secrets) {
    var all = ByteBuffer.allocate(secrets.size() * DISCLOSED_BYTES);
    secrets.forEach(one -> all.put(one.secret().bytes()).putLong(one.version().number()));
    return all.array();
  }

  private static byte[] id(@Nullable Id id) {
    return id == null ? ABSENT : id.bytes();
  }

  private static byte[] word(@Nullable String word) {
    return word == null ? ABSENT : text(word);
  }
}
