package dev.claviger.core;

import dev.claviger.core.Operation.Authenticate;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.ClavigerException.WrongPlane;
import dev.claviger.model.Id;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a credential into a [Caller]. What it refuses is on record before it says so, and so is
/// the use of a token that was replaced, once a minute for each.
public final class Doorkeeper {
  private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());

  private final ReplacedTokens replaced;
  private final Database database;
  private final Gate gate;
  private final KeyRing keys;
  private final Clock clock;
  private final String serviceAddress;

  /// @param serviceAddress of the service plane, for those who come to the wrong one
  Doorkeeper(Database database, Gate gate, KeyRing keys, Clock clock, String serviceAddress) {
    this.database = database;
    this.gate = gate;
    this.keys = keys;
    this.clock = clock;
    this.replaced = new ReplacedTokens(clock);
    this.serviceAddress = serviceAddress;
  }

  /// The caller that `text` proves. Unknown, ended, revoked and forged tokens cost and look the
  /// same.
  ///
  /// @param text of the token; stays the transport's to clear; null if none was sent
  /// @throws Unauthenticated if it proves nobody
  /// @throws WrongPlane if an agent's or service's token came to the management plane
  public Caller authenticate(byte @Nullable [] text, Plane plane, Client client, Id request) {
    Caller stranger = Caller.anonymous(plane, client, request);
    StoredToken token =
        verified(text)
            .filter(found -> found.use() != Use.FIRST_PASSWORD)
            .orElseThrow(() -> gate.refused(stranger, new Authenticate(), new Unauthenticated()));
    var caller = new Caller(token.owner(), token.id(), token.only(), plane, client, request, null);
    if (token.use() == Use.AGENT && plane == Plane.MANAGEMENT) {
      throw gate.refused(caller, new Authenticate(), new WrongPlane(serviceAddress));
    }
    if (token.replacedAt() != null && replaced.isFirstInAWhile(token.id())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} uses the token {1}, which was replaced and ends at {2}",
          token.owner().principal(),
          token.id(),
          token.expiresAt());
      gate.<Boolean>perform(
          caller, new Authenticate(), _ -> new Answer<>(true, Note.NONE.because("replaced_token")));
    }
    return caller;
  }

  /// Whether the credential of `caller` is still good. Nothing is put on record: whoever holds a
  /// stream open asks this every second.
  public boolean stillGood(Caller caller) {
    TokenId shown = caller.credential();
    return shown != null
        && database.read(stores -> stores.people().token(shown).filter(this::inTime).isPresent());
  }

  /// The stored token that `text` is, if it is one and in time.
  Optional<StoredToken> verified(byte @Nullable [] text) {
    Optional<Token> parsed = text == null ? Optional.empty() : Token.parse(text);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    try (Token token = parsed.get()) {
      Optional<StoredToken> stored = database.read(stores -> stores.people().token(token.id()));
      if (stored.isEmpty()) {
        var _ = token.verifier(keys.mac(KeyPurpose.TOKEN_MAC)); // as much work as for a known one
        return Optional.empty();
      }
      StoredToken found = stored.get();
      MacKey key = keyOf(found);
      return stored
          .filter(_ -> token.verifier(key).equals(found.verifier()))
          .filter(this::inTime)
          .filter(this::ofNewestKey);
    }
  }

  /// Another node may have made the key.
  private MacKey keyOf(StoredToken token) {
    KeyPurpose purpose = purpose(token.use());
    if (!keys.has(purpose, token.keyGeneration())) {
      database.<Boolean>read(
          stores -> {
            keys.learn(stores);
            return true;
          });
    }
    return keys.mac(purpose, token.keyGeneration());
  }

  /// A session that was opened just while the key of sessions was changed does not outlive that.
  private boolean ofNewestKey(StoredToken token) {
    return token.use() != Use.SESSION
        || token.keyGeneration() >= keys.mac(KeyPurpose.SESSION_MAC).generation();
  }

  /// Which key makes the verifiers of a kind of token.
  static KeyPurpose purpose(Use use) {
    return switch (use) {
      case SESSION, FIRST_PASSWORD -> KeyPurpose.SESSION_MAC;
      case API, AGENT -> KeyPurpose.TOKEN_MAC;
    };
  }

  private boolean inTime(StoredToken token) {
    return token.expiresAt() == null || clock.instant().isBefore(token.expiresAt());
  }
}
