package dev.claviger.core;

import dev.claviger.core.NaiveAccess.Grant;
import dev.claviger.core.NaiveAccess.Question;
import dev.claviger.core.NaiveAccess.Words;
import dev.claviger.core.audit.AuditReader;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.Description;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [Access] on a policy in memory.
final class RealAccess implements Reading, PeopleReader {
  private static final Random RANDOM = new Random(0);
  private static final Client CLIENT = new Client("127.0.0.1", "test");
  private static final Id REQUEST = Id.random(RANDOM);
  private static final Map<String, Permission> RIGHTS =
      Stream.of(Permission.values())
          .collect(Collectors.toMap(one -> one.group() + one.resource() + one.verb(), one -> one));
  private static final Map<String, Identity> PEOPLE =
      RandomPolicies.PEOPLE.stream()
          .collect(
              Collectors.toMap(
                  who -> who, who -> new Identity(Id.random(RANDOM), Principal.parse(who))));

  private final Access access = new Access(Roles.builtIn());
  private final Map<Id, List<StoredBinding>> bindings = new HashMap<>();
  private final Map<RoleName, StoredRole> roles = new HashMap<>();

  RealAccess(List<Grant> policy) {
    for (Grant grant : policy) {
      Identity who = identity(grant.who());
      var role =
          new Role(
              new RoleName("role-" + roles.size()),
              grant.rules().stream().map(RealAccess::rule).toList());
      roles.put(
          role.name(), new StoredRole(role, Description.NONE, Instant.EPOCH, "", Instant.EPOCH));
      bindings
          .computeIfAbsent(who.id(), _ -> new ArrayList<>())
          .add(
              new StoredBinding(
                  REQUEST,
                  who,
                  role.name(),
                  Reach.parse(grant.where()),
                  grant.only().stream().map(SecretName::new).collect(Collectors.toSet()),
                  Instant.EPOCH,
                  ""));
    }
  }

  private static Rule rule(Words words) {
    return new Rule(
        words.groups(),
        words.resources(),
        words.verbs(),
        words.names().stream().map(SecretName::new).toList());
  }

  boolean allows(Question asked) {
    SecretName name = asked.name().isEmpty() ? null : new SecretName(asked.name());
    return access.allows(this, caller(asked), right(asked), Reach.parse(asked.place()), name);
  }

  /// On one secret at least.
  boolean allowsSome(Question asked) {
    return access.allowsSome(this, caller(asked), right(asked), Reach.parse(asked.place()));
  }

  /// The names on which the right is there, if it is not there on all.
  List<String> names(Question asked) {
    var place = new InEnvironment(Scope.parse(asked.place()));
    return access.names(this, caller(asked), right(asked), place).stream()
        .map(SecretName::value)
        .toList();
  }

  private static Permission right(Question asked) {
    return Objects.requireNonNull(RIGHTS.get(asked.group() + asked.resource() + asked.verb()));
  }

  private static Caller caller(Question asked) {
    Scope only = asked.token().isEmpty() ? null : Scope.parse(asked.token());
    return new Caller(identity(asked.who()), null, only, Plane.MANAGEMENT, CLIENT, REQUEST, null);
  }

  private static Identity identity(String who) {
    return Objects.requireNonNull(PEOPLE.get(who));
  }

  @Override
  public PeopleReader people() {
    return this;
  }

  @Override
  public List<StoredBinding> bindingsOf(Id principal) {
    return bindings.getOrDefault(principal, List.of());
  }

  @Override
  public Optional<StoredRole> role(RoleName name) {
    return Optional.ofNullable(roles.get(name));
  }

  @Override
  public SpaceReader spaces() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SecretReader secrets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyReader keys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuditReader audit() {
    throw new UnsupportedOperationException();
  }

  @Override
  public IdempotencyReader idempotency() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RotationReader rotations() {
    throw new UnsupportedOperationException();
  }

  @Override
  public UseReader uses() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RowReader rows() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredPrincipal> find(Principal principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredPrincipal> list(@Nullable PrincipalKind kind) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredToken> tokens(@Nullable Id owner, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredBinding> bindings() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredBinding> binding(Id id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredRole> roles() {
    throw new UnsupportedOperationException();
  }
}
