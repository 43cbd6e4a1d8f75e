package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.StoredToken.Use;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenKind;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Id;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What happens on a database that holds no key: one transaction makes the keys, the space
/// `default`, the user `admin` without a password, and a first token that can set it.
public final class FirstStart {
  /// How long a first token is good.
  public static final Duration FIRST_TOKEN_TTL = Duration.ofHours(24);

  private static final String SERVER = Principal.SERVER.toString();

  private final Database database;
  private final KeyProvider provider;
  private final SecureRandom random;
  private final Instant now;

  public FirstStart(Database database, KeyProvider provider, SecureRandom random, Clock clock) {
    this.database = database;
    this.provider = provider;
    this.random = random;
    this.now = clock.instant().truncatedTo(MILLIS);
  }

  /// Makes everything, and returns the first token, which the caller writes to its file and closes.
  ///
  /// @throws Conflict if another node was first
  public Token run() {
    Id instance = Id.random(random);
    List<MacKey> macs =
        Stream.of(KeyPurpose.values())
            .filter(KeyPurpose::isMac)
            .map(purpose -> MacKey.generate(purpose, 1, random))
            .toList();
    Token token = Token.mint(TokenKind.USR, random);
    try (RootKey root = RootKey.generate(random)) {
      InstanceKeys keys = wrapped(instance, root, macs);
      var admin = new Identity(Id.random(random), Principal.user("admin"));
      StoredSpace space = space();
      WrappedKey spaceKey =
          root.wrap(instance, space.id(), space.name(), SpaceKey.generate(1, random), random);
      StoredToken first = firstToken(token, admin, sessionMac(macs), now);
      database.commit(
          writing -> {
            writing.keys().create(keys, now);
            writing.spaces().create(space, spaceKey, Spaces.bornWith(now, SERVER));
            writing
                .people()
                .create(new StoredPrincipal(admin, Description.NONE, null, now, SERVER));
            writing
                .people()
                .bind(
                    new StoredBinding(
                        Id.random(random),
                        admin,
                        Roles.ADMIN,
                        Reach.EVERYWHERE,
                        Set.of(),
                        now,
                        SERVER));
            writing.people().createToken(first);
          });
    } catch (RuntimeException e) {
      token.close();
      throw e;
    }
    return token;
  }

  /// A token that can set the password of `user`, once, within [#FIRST_TOKEN_TTL].
  static StoredToken firstToken(Token token, Identity user, MacKey key, Instant now) {
    return new StoredToken(
        token.id(),
        Use.FIRST_PASSWORD,
        token.verifier(key),
        key.generation(),
        user,
        "first password",
        null,
        now,
        now.plus(FIRST_TOKEN_TTL),
        null);
  }

  private InstanceKeys wrapped(Id instance, RootKey root, List<MacKey> macs) {
    return new InstanceKeys(
        instance,
        List.of(new StoredKey(provider.wrap(root, instance), KeyState.ACTIVE)),
        root.checkValue(),
        macs.stream().map(key -> root.wrap(instance, key, random)).toList());
  }

  private StoredSpace space() {
    return new StoredSpace(
        Id.random(random),
        SpaceName.DEFAULT,
        Description.NONE,
        Disclosure.GRPC,
        MaskStyle.LENGTH,
        now,
        SERVER,
        now,
        null);
  }

  private static MacKey sessionMac(List<MacKey> macs) {
    return macs.stream()
        .filter(key -> key.purpose() == KeyPurpose.SESSION_MAC)
        .findFirst()
        .orElseThrow();
  }
}
