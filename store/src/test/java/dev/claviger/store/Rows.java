package dev.claviger.store;

import dev.claviger.core.Identity;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.KeyState;
import dev.claviger.core.Role;
import dev.claviger.core.RowKeys;
import dev.claviger.core.Rule;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredEnvironment;
import dev.claviger.core.StoredKey;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredRole;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.StoredVersion;
import dev.claviger.core.Writing;
import dev.claviger.core.audit.AuditEntry;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Subject;
import dev.claviger.core.audit.Writer;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.TokenId;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows to store. Names are random, so that tests can share a database.
final class Rows {
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");
  static final EnvironmentName PRODUCTION = new EnvironmentName("production");
  static final String MARA = "user:mara";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ENVELOPE_BYTES = 100;
  private static final int ENVELOPE_MAGIC = 0x4356_01_01;

  /// Any key will do.
  static final RowKeys KEYS =
      new RowKeys() {
        private final MacKey key = MacKey.generate(KeyPurpose.ROW_MAC, 1, RANDOM);

        @Override
        public int writing() {
          return 1;
        }

        @Override
        public Digest mac(int generation, byte[] row) {
          return key.mac(row);
        }
      };

  private Rows() {}

  static Id id() {
    return Id.random(RANDOM);
  }

  static Digest digest() {
    return new Digest(random(Digest.BYTES));
  }

  private static byte[] random(int bytes) {
    byte[] some = new byte[bytes];
    RANDOM.nextBytes(some);
    return some;
  }

  static StoredSpace space() {
    return new StoredSpace(
        id(),
        new SpaceName("s" + id().hex()),
        new Description("Zahlungen – 支払い 💳"),
        Disclosure.GRPC,
        MaskStyle.LENGTH,
        NOW,
        MARA,
        NOW,
        null);
  }

  /// Stores a new space that has the environment `production`.
  static StoredSpace spaceIn(JdbcDatabase database) {
    StoredSpace space = space();
    database.commit(
        stores -> stores.spaces().create(space, key(space), List.of(environment(PRODUCTION))));
    return space;
  }

  static WrappedKey key(StoredSpace space) {
    return new WrappedKey(KeyPurpose.SPACE, space.id(), 1, 1, random(60));
  }

  static InstanceKeys instance() {
    return new InstanceKeys(
        id(),
        List.of(
            new StoredKey(
                new WrappedKey(KeyPurpose.ROOT, null, 1, 1, random(60)), KeyState.ACTIVE)),
        digest(),
        List.of(
            new WrappedKey(KeyPurpose.AUDIT_MAC, null, 1, 1, random(60)),
            new WrappedKey(KeyPurpose.ROW_MAC, null, 1, 1, random(60))));
  }

  static StoredEnvironment environment(EnvironmentName name) {
    return new StoredEnvironment(name, NOW, MARA);
  }

  static StoredSecret secret(StoredSpace space, String name) {
    return new StoredSecret(
        new SecretId(space.id(), id()),
        new SecretRef(new Scope(space.name(), PRODUCTION), new SecretName(name)),
        Version.FIRST,
        Description.NONE,
        NOW,
        MARA,
        NOW,
        null,
        false,
        false,
        null,
        1,
        0);
  }

  /// Stores a new secret with a first version.
  static StoredSecret secretIn(JdbcDatabase database, StoredSpace space, String name) {
    StoredSecret secret = secret(space, name);
    create(database, secret);
    return secret;
  }

  static void create(JdbcDatabase database, StoredSecret secret) {
    database.commit(stores -> create(stores, secret));
  }

  static void create(Writing stores, StoredSecret secret) {
    stores.secrets().create(secret, version(1));
  }

  static StoredVersion version(long number) {
    byte[] envelope = random(ENVELOPE_BYTES);
    ByteBuffer.wrap(envelope).putInt(ENVELOPE_MAGIC);
    return new StoredVersion(
        new Version(number), VersionState.CURRENT, new Envelope(envelope), NOW, MARA, null);
  }

  /// The row after its next change, at `current`.
  static StoredSecret after(StoredSecret secret, long current) {
    return with(secret, new Version(current), secret.description(), secret.expiresAt(), false);
  }

  static StoredSecret described(StoredSecret secret, String text) {
    return with(secret, secret.current(), new Description(text), secret.expiresAt(), false);
  }

  static StoredSecret expiring(StoredSecret secret, Instant at) {
    return with(secret, secret.current(), secret.description(), at, true);
  }

  /// The row once it is deleted.
  static StoredSecret hidden(StoredSecret secret, long revision) {
    return at(secret, NOW, revision, secret.destroyed());
  }

  /// The row once it is restored.
  static StoredSecret shown(StoredSecret secret, long revision) {
    return at(secret, null, revision, secret.destroyed());
  }

  /// The row once one of its versions is destroyed.
  static StoredSecret withoutOne(StoredSecret secret) {
    return at(secret, null, secret.revision() + 1, secret.destroyed() + 1);
  }

  private static StoredSecret at(
      StoredSecret secret, @Nullable Instant deletedAt, long revision, long destroyed) {
    return new StoredSecret(
        secret.id(),
        secret.ref(),
        secret.current(),
        secret.description(),
        secret.createdAt(),
        secret.createdBy(),
        secret.updatedAt(),
        secret.expiresAt(),
        secret.usableExpired(),
        secret.disabled(),
        deletedAt,
        revision,
        destroyed);
  }

  private static StoredSecret with(
      StoredSecret secret,
      @Nullable Version current,
      Description description,
      @Nullable Instant expiresAt,
      boolean flags) {
    return new StoredSecret(
        secret.id(),
        secret.ref(),
        current,
        description,
        secret.createdAt(),
        secret.createdBy(),
        NOW.plusSeconds(secret.revision()),
        expiresAt,
        flags,
        flags,
        null,
        secret.revision() + 1,
        secret.destroyed());
  }

  /// Makes version `number` the current one of `secret`, and says what is stored then.
  static StoredSecret advance(
      JdbcDatabase database, StoredSecret secret, long number, @Nullable Instant graceUntil) {
    StoredSecret next = after(secret, number);
    database.commit(
        stores -> stores.secrets().advance(next, version(number), secret.revision(), graceUntil));
    return next;
  }

  static StoredPrincipal user() {
    return new StoredPrincipal(
        new Identity(id(), Principal.user("u" + id().hex())),
        new Description("Mära"),
        null,
        NOW,
        "server");
  }

  static StoredPrincipal userIn(JdbcDatabase database) {
    StoredPrincipal user = user();
    database.commit(stores -> stores.people().create(user));
    return user;
  }

  /// Stores a new agent.
  static StoredPrincipal agentIn(JdbcDatabase database) {
    var agent =
        new StoredPrincipal(
            new Identity(id(), Principal.agent("a" + id().hex())),
            Description.NONE,
            null,
            NOW,
            "server");
    database.commit(stores -> stores.people().create(agent));
    return agent;
  }

  static StoredToken token(StoredPrincipal owner, Use use, @Nullable Scope only) {
    return new StoredToken(
        new TokenId(id().hex().substring(0, 12)),
        use,
        digest(),
        1,
        owner.identity(),
        "laptop ✓",
        only,
        NOW,
        NOW.plusSeconds(60),
        null);
  }

  static StoredBinding binding(StoredPrincipal owner, String role, Reach reach) {
    return binding(owner, role, reach, Set.of());
  }

  static StoredBinding binding(
      StoredPrincipal owner, String role, Reach reach, Set<SecretName> only) {
    return new StoredBinding(id(), owner.identity(), new RoleName(role), reach, only, NOW, MARA);
  }

  static StoredRole role(Rule... rules) {
    var name = new RoleName("r" + id().hex());
    return new StoredRole(
        new Role(name, List.of(rules)), new Description("Für Mära ✓"), NOW, MARA, NOW);
  }

  static Writer writer() {
    return new Writer("node-1", id());
  }

  static ChainedEntry entry(Writer writer, long seq, Event event) {
    return new ChainedEntry(
        new AuditEntry(writer, seq, NOW.plusMillis(seq), event), digest(), digest(), 1);
  }

  /// Entries 1 to `count` of a read of `secret`.
  static List<ChainedEntry> entries(Writer writer, StoredSecret secret, int count) {
    ChainedEntry[] entries = new ChainedEntry[count];
    Arrays.setAll(entries, i -> entry(writer, i + 1L, read(secret)));
    return List.of(entries);
  }

  static Event read(StoredSecret secret) {
    SecretRef ref = secret.ref();
    return new Event(
        id(),
        id(),
        "tokentoken12",
        0,
        "READ",
        new Subject(
            "secret",
            ref.scope().space().value(),
            ref.scope().environment().value(),
            ref.name().value()),
        "ok",
        Note.of(secret.id().secret(), secret.current(), digest()));
  }
}
