package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.AccessOperation.CreateAgent;
import dev.claviger.core.AccessOperation.CreatePrincipal;
import dev.claviger.core.AccessOperation.DeletePrincipal;
import dev.claviger.core.AccessOperation.DescribePrincipal;
import dev.claviger.core.AccessOperation.ListPrincipals;
import dev.claviger.core.AccessOperation.ResetPassword;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.PasswordHash;
import dev.claviger.crypto.PasswordRules;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenKind;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach.Everywhere;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Users, services and agents, one operation per method.
public final class People {
  private final Gate gate;
  private final Access access;
  private final Roles roles;
  private final KeyRing keys;
  private final PasswordHash passwords;
  private final Clock clock;
  private final SecureRandom random;

  People(
      Gate gate,
      Access access,
      Roles roles,
      KeyRing keys,
      PasswordHash passwords,
      Clock clock,
      SecureRandom random) {
    this.gate = gate;
    this.access = access;
    this.roles = roles;
    this.keys = keys;
    this.passwords = passwords;
    this.clock = clock;
    this.random = random;
  }

  /// A principal that was made.
  ///
  /// @param token a first token or an agent's token, shown once; null if there is none
  /// @param expiresAt of the token; null = never
  public record Created(
      StoredPrincipal principal, @Nullable Token token, @Nullable Instant expiresAt)
      implements AutoCloseable {
    @Override
    public void close() {
      if (token != null) {
        token.close();
      }
    }
  }

  /// All principals of a kind, or all, by name.
  public List<StoredPrincipal> list(Caller caller, @Nullable PrincipalKind kind) {
    return gate.perform(
        caller,
        new ListPrincipals(),
        stores -> {
          List<StoredPrincipal> found = stores.people().list(kind);
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  public StoredPrincipal describe(Caller caller, Principal principal) {
    return gate.perform(
        caller,
        new DescribePrincipal(principal),
        stores -> new Answer<>(existing(stores, principal), Note.NONE));
  }

  /// Makes a user, with a password or a first token that can set one; or a service or agent
  /// without any credential.
  ///
  /// @param password null = a first token instead; refused for all but users
  public Created create(
      Caller caller, Principal principal, Description description, @Nullable SecretValue password) {
    return gate.performOnce(
        caller,
        new CreatePrincipal(principal),
        password == null && principal.kind() == PrincipalKind.USER ? "" : principal.toString(),
        _ -> {
          refuseReserved(principal);
          if (password != null && principal.kind() != PrincipalKind.USER) {
            throw new InvalidInput("password", "is for users only");
          }
          Instant now = now();
          var identity = new Identity(Id.random(random), principal);
          var stored =
              new StoredPrincipal(identity, description, hash(password), now, Spaces.by(caller));
          return password == null && principal.kind() == PrincipalKind.USER
              ? withFirstToken(stored, now)
              : new Change<>(
                  writing -> {
                    writing.people().create(stored);
                    return new Answer<>(new Created(stored, null, null), Note.NONE);
                  });
        },
        stores ->
            new Answer<>(
                new Created(existing(stores, principal), null, null), Note.NONE.because("repeat")));
  }

  private Change<Created> withFirstToken(StoredPrincipal stored, Instant now) {
    Token token = Token.mint(TokenKind.USR, random);
    StoredToken first =
        FirstStart.firstToken(token, stored.identity(), keys.mac(KeyPurpose.SESSION_MAC), now);
    return new Change<>(
        writing -> {
          writing.people().create(stored);
          writing.people().createToken(first);
          return new Answer<>(new Created(stored, token, first.expiresAt()), Note.NONE);
        });
  }

  /// Makes an agent that may fetch the values of one environment, and its token.
  ///
  /// @param only the names of the secrets it may fetch; empty = all of them
  /// @param expiresAt of the token; null = never
  public Created createAgent(
      Caller caller,
      Principal agent,
      Scope scope,
      Set<SecretName> only,
      @Nullable Instant expiresAt) {
    return gate.performOnce(
        caller,
        new CreateAgent(agent, scope),
        "",
        stores -> {
          refuseReserved(agent);
          if (agent.kind() != PrincipalKind.AGENT) {
            throw new InvalidInput("name", "must be the name of an agent");
          }
          if (!stores.spaces().exists(scope)) {
            throw new NotFound("environment " + scope);
          }
          var place = new InEnvironment(scope);
          access.requireToGive(stores, caller, roles.get(stores, Roles.AGENT), place, only);
          Instant now = now();
          var identity = new Identity(Id.random(random), agent);
          String by = Spaces.by(caller);
          var stored = new StoredPrincipal(identity, Description.NONE, null, now, by);
          var binding =
              new StoredBinding(Id.random(random), identity, Roles.AGENT, place, only, now, by);
          Token token = Token.mint(TokenKind.AGT, random);
          StoredToken kept =
              Tokens.stored(token, Use.AGENT, keys, identity, agent.name(), scope, now, expiresAt);
          return new Change<>(
              writing -> {
                writing.people().create(stored);
                writing.people().bind(binding);
                writing.people().createToken(kept);
                return new Answer<>(new Created(stored, token, expiresAt), Note.NONE);
              });
        },
        stores -> new Answer<>(new Created(existing(stores, agent), null, null), Note.NONE));
  }

  /// Removes a principal with its tokens and bindings.
  ///
  /// @throws Conflict if it is the last administrator
  public void delete(Caller caller, Principal principal) {
    gate.<Boolean>perform(
        caller,
        new DeletePrincipal(principal),
        stores -> {
          Identity identity = existing(stores, principal).identity();
          refuseLastAdministrator(stores, identity.id(), null);
          return new Change<>(
              writing -> {
                writing.people().delete(identity, now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  /// Sets the password of another user and ends all sessions. Whoever does it could sign in as
  /// that user, and so must have all of the user's rights.
  public void resetPassword(Caller caller, Principal user, SecretValue password) {
    gate.<Boolean>perform(
        caller,
        new ResetPassword(user),
        stores -> {
          Identity identity = existing(stores, user).identity();
          if (user.kind() != PrincipalKind.USER) {
            throw new InvalidInput("password", "is for users only");
          }
          access.requireToActAs(stores, caller, identity, null);
          PasswordRules.check(password);
          String hash = passwords.of(password, random);
          return new Change<>(
              writing -> {
                writing.people().setPassword(identity, hash, null, now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  static StoredPrincipal existing(Reading stores, Principal principal) {
    return stores
        .people()
        .find(principal)
        .orElseThrow(() -> new NotFound("principal " + principal));
  }

  /// Somebody must stay who can administer everything.
  ///
  /// @param principal who is to go; null if only a binding is
  static void refuseLastAdministrator(
      Reading stores, @Nullable Id principal, @Nullable Id binding) {
    boolean oneStays =
        stores.people().bindings().stream()
            .filter(People::administers)
            .filter(one -> one.owner().principal().kind() == PrincipalKind.USER)
            .anyMatch(one -> !one.owner().id().equals(principal) && !one.id().equals(binding));
    if (!oneStays) {
      throw new Conflict(
          "the last administrator must stay; give somebody else the role first:"
              + " claviger binding create user:NAME admin everywhere");
    }
  }

  static boolean administers(StoredBinding binding) {
    return binding.role().equals(Roles.ADMIN)
        && binding.reach() instanceof Everywhere
        && binding.only().isEmpty();
  }

  private static void refuseReserved(Principal principal) {
    if (principal.equals(Principal.SERVER)) {
      throw new InvalidInput("principal", "must not be " + Principal.SERVER + ", the server");
    }
  }

  private @Nullable String hash(@Nullable SecretValue password) {
    if (password == null) {
      return null;
    }
    PasswordRules.check(password);
    return passwords.of(password, random);
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
