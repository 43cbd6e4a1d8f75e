package dev.claviger.store;

import static dev.claviger.store.Columns.bytes;
import static dev.claviger.store.Columns.digestOrNull;
import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.idOrNull;
import static dev.claviger.store.Columns.time;

import dev.claviger.core.audit.AuditEntry;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.AuditFilter.Cursor;
import dev.claviger.core.audit.AuditReader;
import dev.claviger.core.audit.AuditStore;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.ClientRecord;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.core.audit.Subject;
import dev.claviger.core.audit.Writer;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The audit log on the tables `chain`, `entry` and `client`. It has no UPDATE and no DELETE.
final class JdbcAudit implements AuditReader, AuditStore {
  private static final int ID_BYTES = 16;

  private static final String APPEND =
      """
      INSERT INTO entry (chain, seq, at_ms, request, principal_id, credential, client, action, type,
                         space, environment, name, secret_id, version, envelope, total, secrets,
                         outcome, reason, link, mac, generation, revision, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String NUMBER = "SELECT id FROM chain WHERE node = ? AND boot = ?";
  private static final String NEXT_NUMBER = "SELECT COALESCE(MAX(id), 0) + 1 AS id FROM chain";
  private static final String ADD_CHAIN = "INSERT INTO chain (id, node, boot) VALUES (?, ?, ?)";
  private static final String ADD_CLIENT =
      """
      INSERT INTO client (number, principal_id, address, agent, salt, seen_at_ms)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String CLIENTS =
      """
      SELECT number, principal_id, address, agent, salt, seen_at_ms FROM client
      """;
  private static final String OF_ONE_CHAIN =
      """
      SELECT entry.seq, entry.at_ms, entry.request, entry.principal_id, entry.credential,
             entry.client, entry.action, entry.type, entry.space, entry.environment, entry.name,
             entry.secret_id, entry.version, entry.envelope, entry.total, entry.secrets,
             entry.outcome, entry.reason, entry.revision, entry.state, entry.link, entry.mac,
             entry.generation
        FROM entry
      """;
  private static final String COLUMNS =
      OF_ONE_CHAIN.replace("SELECT", "SELECT chain.node, chain.boot,")
          + "  JOIN chain ON chain.id = entry.chain\n";
  private static final String HEADS =
      COLUMNS
          + """
             WHERE entry.seq = (SELECT MAX(last.seq) FROM entry last WHERE last.chain = chain.id)
             ORDER BY chain.id
            """;
  private static final String SCAN = OF_ONE_CHAIN + " WHERE entry.chain = ? ORDER BY entry.seq";
  private static final String LINK =
      """
      SELECT entry.link
        FROM entry
        JOIN chain ON chain.id = entry.chain
       WHERE chain.node = ? AND chain.boot = ? AND entry.seq = ?
      """;
  private static final String LISTED =
      COLUMNS
              .replace(
                  "entry.generation\n",
                  "entry.generation, principal.kind, principal.name AS who, client.address\n")
              .stripTrailing()
          + """

              LEFT JOIN principal ON principal.id = entry.principal_id
              LEFT JOIN client ON client.number = entry.client
             WHERE 1 = 1
            """;

  /// Also in a call about several.
  private static final String OF_SECRET =
      """
       AND ((entry.type = 'secret' AND entry.name = ?)
            OR EXISTS (SELECT 1 FROM entry_secret
                        WHERE entry_secret.chain = entry.chain AND entry_secret.seq = entry.seq
                          AND entry_secret.name = ?))
      """;
  private static final String RECORDED =
      """
      SELECT revision, state
        FROM entry
       WHERE secret_id IS NULL AND state IS NOT NULL
       ORDER BY revision DESC LIMIT 1
      """;

  private final Sql sql;
  private final Sql scans;
  private final Chains chains;

  JdbcAudit(Sql sql, Sql scans, Chains chains) {
    this.sql = sql;
    this.scans = scans;
    this.chains = chains;
  }

  @Override
  public void append(List<ChainedEntry> entries) {
    long chain = numberOf(entries.getFirst().entry().writer());
    sql.updateAll(APPEND, entries.stream().map(entry -> columns(chain, entry)).toList());
  }

  private long numberOf(Writer writer) {
    Long known = chains.numbers.get(writer);
    if (known != null) {
      return known;
    }
    long number = find(writer).orElseGet(() -> register(writer));
    chains.numbers.put(writer, number);
    return number;
  }

  private Optional<Long> find(Writer writer) {
    return sql.first(NUMBER, row -> row.getLong("id"), writer.node(), writer.boot().bytes());
  }

  private long register(Writer writer) {
    long number = sql.first(NEXT_NUMBER, row -> row.getLong("id")).orElseThrow();
    sql.update(ADD_CHAIN, number, writer.node(), writer.boot().bytes());
    return number;
  }

  @Override
  public void addClient(ClientRecord client) {
    sql.update(
        ADD_CLIENT,
        client.number(),
        bytes(client.principal()),
        client.address(),
        client.agent(),
        client.salt().bytes(),
        client.seenAt().toEpochMilli());
  }

  @Override
  public List<ClientRecord> clients() {
    return sql.query(
        CLIENTS,
        row ->
            new ClientRecord(
                row.getLong("number"),
                idOrNull(row, "principal_id"),
                row.getString("address"),
                row.getString("agent"),
                new Digest(row.getBytes("salt")),
                time(row, "seen_at_ms")));
  }

  @Override
  public List<Head> heads() {
    return sql.query(HEADS, row -> new Head(entry(row)));
  }

  @Override
  public void scan(Writer writer, Consumer<ChainedEntry> each) {
    Optional<Long> number = find(writer);
    if (number.isPresent()) {
      scans.each(
          SCAN,
          row -> {
            each.accept(entry(row, writer));
            return true;
          },
          number.get());
    }
  }

  @Override
  public Optional<Digest> linkAt(Writer writer, long seq) {
    return sql.first(
        LINK, row -> new Digest(row.getBytes("link")), writer.node(), writer.boot().bytes(), seq);
  }

  @Override
  public List<ListedEntry> list(AuditFilter filter, int limit) {
    var text = new StringBuilder(LISTED);
    var parameters = new ArrayList<Object>();
    restrict(text, parameters, " AND entry.space = ?", filter.space());
    restrict(text, parameters, " AND entry.environment = ?", filter.environment());
    about(text, parameters, filter.secret());
    restrict(text, parameters, " AND entry.principal_id = ?", bytes(filter.principal()));
    restrict(text, parameters, " AND entry.action = ?", filter.action());
    restrict(text, parameters, " AND entry.outcome = ?", filter.outcome());
    restrict(text, parameters, " AND entry.at_ms >= ?", Columns.millis(filter.since()));
    restrict(text, parameters, " AND entry.at_ms < ?", Columns.millis(filter.until()));
    goOn(text, parameters, filter.after(), filter.ascending() ? ">" : "<");
    String direction = filter.ascending() ? "" : " DESC";
    text.append(
        " ORDER BY entry.at_ms%1$s, entry.chain%1$s, entry.seq%1$s LIMIT ?".formatted(direction));
    parameters.add(limit);
    return sql.query(text.toString(), JdbcAudit::listed, parameters.toArray());
  }

  private static void restrict(
      StringBuilder text, List<Object> parameters, String condition, @Nullable Object value) {
    if (value != null) {
      text.append(condition);
      parameters.add(value);
    }
  }

  private static void about(StringBuilder text, List<Object> parameters, @Nullable String secret) {
    if (secret != null) {
      text.append(OF_SECRET);
      parameters.addAll(List.of(secret, secret));
    }
  }

  private void goOn(
      StringBuilder text, List<Object> parameters, @Nullable Cursor after, String beyond) {
    if (after == null) {
      return;
    }
    long chain = find(new Writer(after.node(), after.boot())).orElse(0L);
    text.append(
        (" AND entry.at_ms %1$s= ?" // says nothing new, but lets the index find the place
                + " AND (entry.at_ms %1$s ? OR (entry.at_ms = ?"
                + " AND (entry.chain %1$s ? OR (entry.chain = ? AND entry.seq %1$s ?))))")
            .formatted(beyond));
    long at = after.atMillis();
    parameters.addAll(List.of(at, at, at, chain, chain, after.seq()));
  }

  private static @Nullable Object[] columns(long chain, ChainedEntry chained) {
    AuditEntry entry = chained.entry();
    Event event = entry.event();
    Subject subject = event.subject();
    Note note = event.note();
    return new @Nullable Object[] {
      chain,
      entry.seq(),
      entry.at().toEpochMilli(),
      event.request().bytes(),
      bytes(event.principal()),
      event.credential(),
      event.client(),
      event.action(),
      subject.type(),
      subject.space(),
      subject.environment(),
      subject.name(),
      bytes(note.secret()),
      note.version() == null ? null : note.version().number(),
      note.envelope() == null ? null : note.envelope().bytes(),
      note.count(),
      note.secrets().isEmpty() ? null : AuditEntry.secrets(note.secrets()),
      event.outcome(),
      note.reason(),
      chained.link().bytes(),
      chained.mac().bytes(),
      chained.generation(),
      note.left() == null ? null : note.left().revision(),
      note.left() == null ? null : note.left().state().bytes()
    };
  }

  private static ListedEntry listed(ResultSet row) throws SQLException {
    String who = row.getString("who");
    return new ListedEntry(
        entry(row),
        who == null ? Optional.empty() : Optional.of(row.getString("kind") + ":" + who),
        Optional.ofNullable(row.getString("address")));
  }

  private static ChainedEntry entry(ResultSet row) throws SQLException {
    return entry(row, new Writer(row.getString("node"), id(row, "boot")));
  }

  private static ChainedEntry entry(ResultSet row, Writer writer) throws SQLException {
    var entry =
        new AuditEntry(
            writer, row.getLong("seq"), Instant.ofEpochMilli(row.getLong("at_ms")), event(row));
    return new ChainedEntry(
        entry,
        new Digest(row.getBytes("link")),
        new Digest(row.getBytes("mac")),
        row.getInt("generation"));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        id(row, "request"),
        idOrNull(row, "principal_id"),
        row.getString("credential"),
        row.getLong("client"),
        row.getString("action"),
        new Subject(
            row.getString("type"),
            row.getString("space"),
            row.getString("environment"),
            row.getString("name")),
        row.getString("outcome"),
        note(row));
  }

  private static Note note(ResultSet row) throws SQLException {
    long version = row.getLong("version"); // 0 if it is null
    return new Note(
        idOrNull(row, "secret_id"),
        version == 0 ? null : new Version(version),
        digestOrNull(row, "envelope"),
        row.getLong("total"),
        row.getString("reason"),
        disclosed(row.getBytes("secrets")),
        left(row));
  }

  private static @Nullable Left left(ResultSet row) throws SQLException {
    Digest state = digestOrNull(row, "state");
    return state == null ? null : new Left(row.getLong("revision"), state);
  }

  /// What the newest entry about the small tables tells of them.
  static Optional<Left> recorded(Sql sql) {
    return sql.first(
        RECORDED, row -> new Left(row.getLong("revision"), new Digest(row.getBytes("state"))));
  }

  static List<Disclosed> disclosed(byte @Nullable [] bytes) {
    var secrets = new ArrayList<Disclosed>();
    if (bytes != null) {
      for (var all = ByteBuffer.wrap(bytes); all.remaining() >= ID_BYTES + Long.BYTES; ) {
        byte[] id = new byte[ID_BYTES];
        all.get(id);
        secrets.add(
            new Disclosed(new Id(HexFormat.of().formatHex(id)), new Version(all.getLong())));
      }
    }
    return secrets;
  }
}
