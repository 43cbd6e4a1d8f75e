package dev.claviger.core;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.AuditReader.Head;
import dev.claviger.core.audit.Chain;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.core.audit.Verifier;
import dev.claviger.core.audit.Verifier.Truncated;
import dev.claviger.core.audit.Witness;
import dev.claviger.core.audit.Witness.Seen;
import dev.claviger.core.audit.Writer;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.Pae;
import dev.claviger.crypto.PasswordHash;
import dev.claviger.crypto.SecretCipher;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenId;
import dev.claviger.crypto.TokenKind;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// All operations of an open instance, wired by hand. Opening it opens the audit chain of this
/// boot, closing it closes the chain. Also usable without a server (I5).
public final class Core implements AutoCloseable {
  private final KeyRing ring;
  private final Database database;
  private final Pipeline pipeline;
  private final Gate gate;
  private final Doorkeeper doorkeeper;
  private final Watches watches;
  private final Sessions sessions;
  private final People people;
  private final Tokens tokens;
  private final Bindings bindings;
  private final CustomRoles customRoles;
  private final Permissions permissions;
  private final Spaces spaces;
  private final Search search;
  private final Secrets secrets;
  private final Values values;
  private final SecretChanges changes;
  private final Imports imports;
  private final AuditLog audit;
  private final Status status;
  private final Sweeps sweeps;
  private final Keys keys;
  private final KeyRotations keyRotations;
  private final Verifier verifier;
  private final Witness witness;
  private final RowWatch rows;
  private final SecureRandom random;
  private final Clock clock;

  /// What an instance needs to know.
  ///
  /// @param node the name of this node in entries
  /// @param witness the file of the [Witness]
  /// @param serviceAddress of the service plane, for messages
  /// @param sessionTtl of people who sign in
  /// @param firstTokenUsed is told when a first token has been used
  /// @param acceptCut whether a chain that is shorter than the witness saw it is put on record and
  ///     accepted
  /// @param acceptRows whether rows that are not as the newest entry says are put on record and
  ///     accepted
  public record Options(
      String node,
      Path witness,
      String serviceAddress,
      Duration sessionTtl,
      Consumer<TokenId> firstTokenUsed,
      boolean acceptCut,
      boolean acceptRows) {}

  /// Opens the instance.
  ///
  /// @param database belongs to the core from here on
  /// @param provider opens and wraps root keys
  /// @throws WrongMasterKey if `provider` does not open the root keys in use
  /// @throws AuditTruncated if entries are missing and `acceptCut` is not set
  /// @throws RowsChanged if rows are not as they were left and `acceptRows` is not set
  public Core(
      Database database,
      InstanceKeys stored,
      KeyProvider provider,
      Options options,
      Clock clock,
      SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
    this.ring = new KeyRing(stored, provider, random);
    this.verifier = new Verifier(ring::chainKey);
    this.witness = Witness.open(options.witness());
    List<Truncated> cuts = cuts(options.acceptCut());
    witness.reduce();
    this.rows = new RowWatch(random);
    database.protect(ring.rowKeys(), rows::saw);
    RowsFound found = rowsFound();
    if (found == RowsFound.CHANGED && !options.acceptRows()) {
      throw new RowsChanged();
    }
    var chainKey = ring.chainKey(ring.mac(KeyPurpose.AUDIT_MAC).generation());
    var writer = new Writer(options.node(), Id.random(random));
    var chain = new Chain(writer, chainKey, clock);
    Roles roles = Roles.builtIn();
    var access = new Access(roles);
    var refusals = new Refusals(clock);
    var clients = new Clients(database.read(stores -> stores.audit().clients()), random, clock);
    this.watches = new Watches(access, clock);
    List<Seen> missing = missing(cuts);
    List<Head> heads = database.read(stores -> stores.audit().heads());
    this.pipeline = Pipeline.start(database, chain, witness, watches, Pipeline.PATIENCE);
    this.gate = new Gate(database, pipeline, access, clients, refusals, new Repeats(clock));
    this.doorkeeper = new Doorkeeper(database, gate, ring, clock, options.serviceAddress());
    var vault = new Vault(new SecretCipher(ring.instance(), ring, random), ring);
    var passwords = new PasswordHash();
    this.sessions =
        new Sessions(
            gate,
            doorkeeper,
            ring,
            passwords,
            clock,
            random,
            options.sessionTtl(),
            options.firstTokenUsed());
    this.people = new People(gate, access, roles, ring, passwords, clock, random);
    this.tokens = new Tokens(gate, access, ring, clock, random);
    this.bindings = new Bindings(gate, access, roles, clock, random);
    this.customRoles = new CustomRoles(gate, access, roles, clock);
    this.permissions = new Permissions(gate, roles);
    this.spaces = new Spaces(gate, ring, clock, random);
    this.search = new Search(gate, access);
    this.secrets = new Secrets(gate, access, vault, clock);
    this.values = new Values(gate, access, vault, clock);
    var writes = new SealedWrites(vault);
    this.changes = new SecretChanges(gate, access, vault, writes, clock, random);
    this.imports = new Imports(gate, access, vault, writes, clock, random);
    this.audit = new AuditLog(gate, verifier, options.witness());
    this.status = new Status(gate, access, rows, clock);
    var uses = new UseCount(database, pipeline, writer);
    this.sweeps = new Sweeps(database, pipeline, refusals, gate, rows, uses, clock, random);
    this.keys = new Keys(gate, ring, clock, random);
    this.keyRotations = new KeyRotations(database, gate, ring, vault, clock, random);
    open(heads, missing, found);
  }

  private enum RowsFound {
    /// As the newest entry about them says.
    AS_LEFT,
    /// No entry tells of them: a database that was just made, or one from before rows had MACs.
    WITHOUT_MACS,
    CHANGED
  }

  private RowsFound rowsFound() {
    return database.read(
        stores -> {
          Optional<Left> recorded = stores.rows().recorded();
          if (recorded.isEmpty()) {
            return RowsFound.WITHOUT_MACS;
          }
          boolean same = recorded.get().equals(stores.rows().state());
          return same && seenRows() <= recorded.get().revision()
              ? RowsFound.AS_LEFT
              : RowsFound.CHANGED;
        });
  }

  /// The newest revision of the rows that the witness file saw.
  private long seenRows() {
    return witness.seen().stream().mapToLong(Seen::rows).max().orElse(0);
  }

  private List<Truncated> cuts(boolean accept) {
    Optional<Truncated> broken =
        database.read(
            stores -> Verifier.truncated(stores.audit(), witness.seen(), accepted(stores)));
    if (broken.isPresent() && !accept) {
      throw new AuditTruncated(broken.get());
    }
    return broken.stream().toList();
  }

  /// The cuts that entries already tell of.
  private static List<String> accepted(Reading stores) {
    var filter =
        new AuditFilter(null, null, null, null, Verifier.CUT, null, null, null, null, true);
    return stores.audit().list(filter, 1_000).stream()
        .map(listed -> listed.chained().entry().event().subject().name())
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .toList();
  }

  /// What the witness saw and the database has not, when a cut is accepted.
  private List<Seen> missing(List<Truncated> cuts) {
    if (cuts.isEmpty()) {
      return List.of();
    }
    return database.read(
        stores -> {
          List<String> known = accepted(stores);
          return witness.seen().stream()
              .filter(
                  seen ->
                      !known.contains(Verifier.name(seen))
                          && stores
                              .audit()
                              .linkAt(seen.writer(), seen.seq())
                              .filter(seen.link()::equals)
                              .isEmpty())
              .toList();
        });
  }

  /// The first entries of this boot: where the former chain ended, and which cuts were accepted.
  private void open(List<Head> heads, List<Seen> missing, RowsFound found) {
    Note before = Note.NONE;
    String name = null;
    if (!heads.isEmpty()) {
      ChainedEntry last = heads.getLast().last();
      before = new Note(null, null, last.link(), last.entry().seq(), null, List.of(), null);
      Writer writer = last.entry().writer();
      name = writer.node() + "/" + writer.boot();
    }
    Note opening = before;
    event(
        new ServerEvent("audit", "CHAIN_OPEN", Reach.EVERYWHERE, name),
        writing -> {
          if (found == RowsFound.WITHOUT_MACS) {
            writing.rows().sealAll();
          }
          if (found == RowsFound.CHANGED) {
            writing.rows().accept(seenRows());
          }
          return new Answer<>(true, opening.leaving(writing.rows().state()));
        });
    if (found == RowsFound.CHANGED) {
      event(
          new ServerEvent("row", "ROWS_ACCEPTED", Reach.EVERYWHERE, null),
          writing -> new Answer<>(true, Note.NONE.leaving(writing.rows().state())));
    }
    for (Seen seen : missing) {
      var note = new Note(null, null, seen.link(), seen.seq(), null, List.of(), null);
      event(
          new ServerEvent("audit", Verifier.CUT, Reach.EVERYWHERE, Verifier.name(seen)),
          _ -> new Answer<>(true, note));
    }
  }

  /// Makes a new first token for the user `admin`, which the caller writes to its file and closes.
  /// For whoever is on the server's host with the master key.
  public Token resetAdmin() {
    Token token = Token.mint(TokenKind.USR, random);
    Identity admin =
        database.read(stores -> People.existing(stores, Principal.user("admin")).identity());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    StoredToken first = FirstStart.firstToken(token, admin, ring.mac(KeyPurpose.SESSION_MAC), now);
    event(
        new ServerEvent("principal", "ADMIN_RESET", Reach.EVERYWHERE, "user:admin"),
        writing -> {
          writing.people().createToken(first);
          return new Answer<>(true, Note.NONE);
        });
    return token;
  }

  private void event(ServerEvent event, Function<Writing, Answer<Boolean>> change) {
    gate.<Boolean>perform(Caller.server(Id.random(random)), event, _ -> new Change<>(change));
  }

  public Gate gate() {
    return gate;
  }

  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  public Sessions sessions() {
    return sessions;
  }

  public People people() {
    return people;
  }

  public Tokens tokens() {
    return tokens;
  }

  public Bindings bindings() {
    return bindings;
  }

  public CustomRoles roles() {
    return customRoles;
  }

  public Permissions permissions() {
    return permissions;
  }

  public Spaces spaces() {
    return spaces;
  }

  public Search search() {
    return search;
  }

  public Secrets secrets() {
    return secrets;
  }

  public Values values() {
    return values;
  }

  public SecretChanges changes() {
    return changes;
  }

  public Imports imports() {
    return imports;
  }

  public AuditLog audit() {
    return audit;
  }

  public Keys keys() {
    return keys;
  }

  public KeyRotations keyRotations() {
    return keyRotations;
  }

  public Status status() {
    return status;
  }

  public Sweeps sweeps() {
    return sweeps;
  }

  /// Opens a watch, which the caller closes.
  public Watches.Watch watch(Caller caller, Scope scope) {
    return watches.open(gate, doorkeeper, caller, scope);
  }

  /// The MAC of a request, for [Idempotency].
  public Digest requestMac(byte[]... parts) {
    return ring.mac(KeyPurpose.SESSION_MAC).mac(Pae.of(parts));
  }

  /// Whether the database answers and the pipeline runs.
  public boolean ready() {
    return pipeline.isRunning();
  }

  @Override
  public void close() {
    try {
      event(
          new ServerEvent("audit", "CHAIN_CLOSE", Reach.EVERYWHERE, null),
          writing -> new Answer<>(true, Note.NONE.leaving(writing.rows().state())));
    } finally {
      pipeline.close();
      ring.close();
      database.close();
    }
  }
}
