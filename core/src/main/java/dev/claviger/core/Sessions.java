package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.Operation.ChangePassword;
import dev.claviger.core.Operation.DescribeSession;
import dev.claviger.core.Operation.RotateSessionKey;
import dev.claviger.core.Operation.SignIn;
import dev.claviger.core.Operation.SignOut;
import dev.claviger.core.SignInThrottle.Attempt;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.PasswordHash;
import dev.claviger.crypto.PasswordRules;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenId;
import dev.claviger.crypto.TokenKind;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Principal;
import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Signing in and out, and passwords. Argon2id runs on the caller's thread, before anything is
/// queued.
public final class Sessions {
  private final Gate gate;
  private final Doorkeeper doorkeeper;
  private final KeyRing keys;
  private final PasswordHash passwords;
  private final SignInThrottle throttle;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration ttl;
  private final Consumer<TokenId> firstTokenUsed;

  /// @param ttl of a session
  /// @param firstTokenUsed is told when a first token has been used, so that its file can go
  Sessions(
      Gate gate,
      Doorkeeper doorkeeper,
      KeyRing keys,
      PasswordHash passwords,
      Clock clock,
      SecureRandom random,
      Duration ttl,
      Consumer<TokenId> firstTokenUsed) {
    this.gate = gate;
    this.doorkeeper = doorkeeper;
    this.keys = keys;
    this.passwords = passwords;
    this.clock = clock;
    this.throttle = new SignInThrottle(clock);
    this.random = random;
    this.ttl = ttl;
    this.firstTokenUsed = firstTokenUsed;
  }

  /// A session that was opened.
  ///
  /// @param token shown once; the caller closes it
  public record Opened(Token token, Principal principal, Instant expiresAt)
      implements AutoCloseable {
    @Override
    public void close() {
      token.close();
    }
  }

  /// Signs a person in. An unknown name costs as much as a wrong password.
  ///
  /// @throws Unauthenticated if name or password is wrong
  /// @throws RateLimited if too many attempts failed from where the caller is
  public Opened signIn(Caller caller, Principal user, SecretValue password) {
    return gate.perform(
        caller,
        new SignIn(user.name()),
        stores -> {
          Attempt attempt = Attempt.of(user, caller.client());
          pause(throttle.begin(attempt));
          Optional<StoredPrincipal> found = stores.people().find(user);
          String hash = found.map(StoredPrincipal::passwordHash).orElse(PasswordHash.NOBODY);
          if (!passwords.matches(password, hash) || found.isEmpty()) {
            throw new Unauthenticated();
          }
          throttle.succeeded(attempt);
          keys.learn(stores);
          return opened(found.get().identity());
        });
  }

  /// Sets the first password of the user whom `firstToken` names, ends that token, and signs in.
  ///
  /// @throws Unauthenticated if the token is unknown, used or too old
  /// @throws InvalidInput if the password breaks a rule
  public Opened signInFirst(Caller caller, byte[] firstToken, SecretValue password) {
    Optional<StoredToken> token =
        doorkeeper.verified(firstToken).filter(found -> found.use() == Use.FIRST_PASSWORD);
    String name = token.map(found -> found.owner().principal().name()).orElse("unknown");
    Opened result =
        gate.perform(
            caller,
            new SignIn(name),
            _ -> {
              StoredToken first = token.orElseThrow(Unauthenticated::new);
              PasswordRules.check(password);
              String hash = passwords.of(password, random);
              Instant now = now();
              Change<Opened> session = opened(first.owner());
              return new Change<>(
                  writing -> {
                    writing.people().consume(first.id(), now);
                    writing.people().setPassword(first.owner(), hash, null, now);
                    Answer<Opened> answer = session.change().apply(writing);
                    return new Answer<>(answer.result(), Note.NONE.because("first_password"));
                  });
            });
    token.ifPresent(first -> firstTokenUsed.accept(first.id()));
    return result;
  }

  /// The session, or other token, that the caller showed.
  public StoredToken describe(Caller caller) {
    return gate.perform(
        caller, new DescribeSession(), stores -> new Answer<>(shown(stores, caller), Note.NONE));
  }

  /// Ends the token that the caller showed.
  public void signOut(Caller caller) {
    gate.<Boolean>perform(
        caller,
        new SignOut(),
        stores -> {
          StoredToken token = shown(stores, caller);
          return new Change<>(
              writing -> {
                writing.people().revokeToken(token.id(), now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  /// What a change of the key for sessions came to.
  ///
  /// @param generation of the new key
  /// @param ended how many sessions ended
  public record KeyRotated(int generation, int ended) {}

  /// Makes a new key for sessions and ends them all, the caller's too (S10).
  public KeyRotated rotateKey(Caller caller) {
    var fresh = new AtomicReference<MacKey>();
    KeyRotated done =
        gate.perform(
            caller,
            new RotateSessionKey(),
            stores -> {
              keys.learn(stores);
              MacKey next = keys.next(KeyPurpose.SESSION_MAC);
              WrappedKey wrapped = keys.wrapped(next);
              fresh.set(next);
              return new Change<>(
                  writing -> {
                    writing.keys().add(wrapped, now());
                    int ended = writing.people().endSessions(now());
                    return new Answer<>(
                        new KeyRotated(next.generation(), ended), Note.count(ended));
                  });
            });
    keys.add(Objects.requireNonNull(fresh.get(), "it was done"));
    return done;
  }

  /// Changes the caller's own password and ends its other sessions. Who tries passwords here is
  /// slowed down as if signing in.
  ///
  /// @throws Unauthenticated if `current` is wrong
  /// @throws InvalidInput if `next` breaks a rule, or the caller has no password to change
  public void changePassword(Caller caller, SecretValue current, SecretValue next) {
    gate.<Boolean>perform(
        caller,
        new ChangePassword(),
        stores -> {
          Identity who = Objects.requireNonNull(caller.who());
          Attempt attempt = Attempt.of(who.principal(), caller.client());
          pause(throttle.begin(attempt));
          StoredPrincipal user =
              stores.people().find(who.principal()).orElseThrow(Unauthenticated::new);
          String hash = Optional.ofNullable(user.passwordHash()).orElse(PasswordHash.NOBODY);
          if (!passwords.matches(current, hash)) {
            throw new Unauthenticated();
          }
          throttle.succeeded(attempt);
          PasswordRules.check(next);
          String fresh = passwords.of(next, random);
          return new Change<>(
              writing -> {
                writing.people().setPassword(who, fresh, caller.credential(), now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  /// Only the thread of this call waits.
  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Change<Opened> opened(Identity user) {
    Token token = Token.mint(TokenKind.USR, random);
    Instant now = now();
    MacKey key = keys.mac(KeyPurpose.SESSION_MAC);
    var stored =
        new StoredToken(
            token.id(),
            Use.SESSION,
            token.verifier(key),
            key.generation(),
            user,
            "",
            null,
            now,
            now.plus(ttl),
            null);
    return new Change<>(
        writing -> {
          writing.people().createToken(stored);
          return new Answer<>(new Opened(token, user.principal(), now.plus(ttl)), Note.NONE);
        });
  }

  private static StoredToken shown(Reading stores, Caller caller) {
    TokenId shown = caller.credential();
    return Optional.ofNullable(shown)
        .flatMap(id -> stores.people().token(id))
        .orElseThrow(Unauthenticated::new);
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
