package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.AccessOperation.CreateToken;
import dev.claviger.core.AccessOperation.ListTokens;
import dev.claviger.core.AccessOperation.RevokeToken;
import dev.claviger.core.AccessOperation.RotateToken;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenId;
import dev.claviger.crypto.TokenKind;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Scope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// API and agent tokens, one operation per method.
public final class Tokens {
  /// How long a token that was replaced can still be good.
  public static final Duration MAX_GRACE = Duration.ofDays(30);

  /// How long it is, unless said otherwise.
  public static final Duration GRACE = Duration.ofDays(7);

  private static final int MAX_NAME = 100;

  private final Gate gate;
  private final Access access;
  private final KeyRing keys;
  private final Clock clock;
  private final SecureRandom random;

  Tokens(Gate gate, Access access, KeyRing keys, Clock clock, SecureRandom random) {
    this.gate = gate;
    this.access = access;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /// A token that was made.
  ///
  /// @param token shown once; the caller closes it
  public record Created(Token token, StoredToken stored) implements AutoCloseable {
    @Override
    public void close() {
      token.close();
    }
  }

  /// What a rotation came to.
  ///
  /// @param formerWorksUntil when the replaced token ends
  public record Rotated(Created next, Instant formerWorksUntil) implements AutoCloseable {
    @Override
    public void close() {
      next.close();
    }
  }

  /// The tokens of `owner`, or the caller's own if that is null; sessions included.
  public List<StoredToken> list(Caller caller, @Nullable Principal owner) {
    boolean own = isOwn(caller, owner);
    return gate.perform(
        caller,
        new ListTokens(own),
        stores -> {
          Id id = own ? self(caller).id() : idOf(stores, Objects.requireNonNull(owner));
          List<StoredToken> found = stores.people().tokens(id, clock.instant());
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// Makes a token for `owner`, or for the caller if that is null. No token makes one that is good
  /// for more or for longer than itself, and nobody one for somebody who may do more.
  ///
  /// @param only the one scope it is good for; agents need one
  /// @param expiresAt null = never
  public Created create(
      Caller caller,
      @Nullable Principal owner,
      String name,
      @Nullable Scope only,
      @Nullable Instant expiresAt) {
    boolean own = isOwn(caller, owner);
    Principal principal = own ? self(caller).principal() : Objects.requireNonNull(owner);
    return gate.performOnce(
        caller,
        new CreateToken(principal, only, own),
        "",
        stores -> {
          check(principal, name, only, expiresAt);
          if (only != null && !stores.spaces().exists(only)) {
            throw new NotFound("environment " + only);
          }
          Identity identity = People.existing(stores, principal).identity();
          if (own) {
            refuseMore(stores, caller, only, expiresAt);
          } else {
            access.requireToActAs(stores, caller, identity, only);
          }
          boolean agent = principal.kind() != PrincipalKind.USER;
          Token token = Token.mint(agent ? TokenKind.AGT : TokenKind.API, random);
          StoredToken stored =
              stored(
                  token, agent ? Use.AGENT : Use.API, keys, identity, name, only, now(), expiresAt);
          return new Change<>(
              writing -> {
                writing.people().createToken(stored);
                return new Answer<>(new Created(token, stored), Note.NONE);
              });
        },
        _ -> {
          throw new IllegalStateException("its answer is not kept");
        });
  }

  /// Makes a token that takes the place of another: for the same principal and scope, and for as
  /// long as that one was made for. That one is good for `grace` still, and each use is on record.
  ///
  /// @throws InvalidInput if it is a session, or `grace` is longer than [#MAX_GRACE]
  /// @throws Conflict if another one took its place already
  public Rotated rotate(Caller caller, TokenId id, Duration grace) {
    boolean own = gate.owns(caller, id);
    return gate.performOnce(
        caller,
        new RotateToken(id, own),
        "",
        stores -> {
          StoredToken old =
              stores.people().token(id).orElseThrow(() -> new NotFound("token " + id));
          checkRotation(old, grace);
          if (own) {
            refuseMore(stores, caller, old.only(), lifeOf(stores, caller, old));
          } else {
            access.requireToActAs(stores, caller, old.owner(), old.only());
          }
          Instant now = now();
          Instant until = earlier(old.expiresAt(), now.plus(grace));
          boolean agent = old.use() == Use.AGENT;
          Token token = Token.mint(agent ? TokenKind.AGT : TokenKind.API, random);
          StoredToken next =
              stored(
                  token,
                  old.use(),
                  keys,
                  old.owner(),
                  old.name(),
                  old.only(),
                  now,
                  lifeOf(stores, caller, old));
          return new Change<>(
              writing -> {
                writing.people().replaceToken(id, now, until);
                writing.people().createToken(next);
                return new Answer<>(
                    new Rotated(new Created(token, next), until),
                    Note.NONE.because(next.id().value()));
              });
        },
        _ -> {
          throw new IllegalStateException("its answer is not kept");
        });
  }

  private static void checkRotation(StoredToken old, Duration grace) {
    if (old.use() != Use.API && old.use() != Use.AGENT) {
      throw new InvalidInput("id", "must be that of an API or agent token");
    }
    if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
      throw new InvalidInput("grace", "must be from 0 to " + MAX_GRACE.toDays() + " days");
    }
    if (old.replacedAt() != null) {
      throw new Conflict("another token took the place of " + old.id() + " already");
    }
  }

  /// When the next token ends: after as long a time as the old one was made for, but not after the
  /// token that asks for it.
  private @Nullable Instant lifeOf(Reading stores, Caller caller, StoredToken old) {
    if (old.expiresAt() == null) {
      return endOfShown(stores, caller);
    }
    Instant end = now().plus(Duration.between(old.createdAt(), old.expiresAt()));
    return earlier(endOfShown(stores, caller), end);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  /// Ends a token at once.
  public void revoke(Caller caller, TokenId id) {
    boolean own = gate.owns(caller, id);
    gate.<Boolean>perform(
        caller,
        new RevokeToken(id, own),
        stores -> {
          if (stores.people().token(id).isEmpty()) {
            throw new NotFound("token " + id);
          }
          return new Change<>(
              writing -> {
                writing.people().revokeToken(id, now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  static StoredToken stored(
      Token token,
      Use use,
      KeyRing keys,
      Identity owner,
      String name,
      @Nullable Scope only,
      Instant now,
      @Nullable Instant expiresAt) {
    MacKey key = keys.mac(Doorkeeper.purpose(use));
    return new StoredToken(
        token.id(),
        use,
        token.verifier(key),
        key.generation(),
        owner,
        name,
        only,
        now,
        expiresAt,
        null);
  }

  private static void refuseMore(
      Reading stores, Caller caller, @Nullable Scope only, @Nullable Instant expiresAt) {
    if (caller.only() != null && !caller.only().equals(only)) {
      throw new InvalidInput("scope", "must be that of the token you use: " + caller.only());
    }
    Instant end = endOfShown(stores, caller);
    if (end != null && (expiresAt == null || expiresAt.isAfter(end))) {
      throw new InvalidInput("expires_at", "must not be after the end of the token you use");
    }
  }

  /// When the token that the caller shows ends; null = never, or it is a session, since a person
  /// can sign in again.
  private static @Nullable Instant endOfShown(Reading stores, Caller caller) {
    return Optional.ofNullable(caller.credential())
        .flatMap(shown -> stores.people().token(shown))
        .filter(shown -> shown.use() != Use.SESSION)
        .map(StoredToken::expiresAt)
        .orElse(null);
  }

  private void check(
      Principal owner, String name, @Nullable Scope only, @Nullable Instant expiresAt) {
    if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInput("name", "must be at most " + MAX_NAME + " printable characters");
    }
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw new InvalidInput("expires_at", "must be in the future");
    }
    if (owner.kind() != PrincipalKind.USER && only == null) {
      throw new InvalidInput("scope", "is needed: an agent's token is good for one environment");
    }
  }

  private static boolean isOwn(Caller caller, @Nullable Principal owner) {
    return owner == null || (caller.who() != null && caller.who().principal().equals(owner));
  }

  private static Identity self(Caller caller) {
    Identity who = caller.who();
    if (who == null) {
      throw new Unauthenticated();
    }
    return who;
  }

  private static Id idOf(Reading stores, Principal owner) {
    return People.existing(stores, owner).identity().id();
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
