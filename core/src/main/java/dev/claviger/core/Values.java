package dev.claviger.core;

import static dev.claviger.core.Permission.SECRET_READ_VALUES;

import dev.claviger.core.Operation.ReadValue;
import dev.claviger.core.Operation.ReadValues;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.NotDisclosed;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.NotUsable;
import dev.claviger.model.Disclosure;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Handing out values. Each method is one entry, durable before the first byte is given away.
public final class Values {
  /// How many values one call returns at most, and how many bytes.
  public static final int MAX_VALUES = 1_000;

  public static final int MAX_BYTES = 3 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(Values.class.getName());

  private final Gate gate;
  private final Access access;
  private final Vault vault;
  private final Clock clock;

  Values(Gate gate, Access access, Vault vault, Clock clock) {
    this.gate = gate;
    this.access = access;
    this.vault = vault;
    this.clock = clock;
  }

  /// One value, which the caller closes.
  ///
  /// @param version null = the current one
  /// @throws NotFound if there is none; agents and services get [NotAvailable]
  /// @throws NotUsable if it is disabled, or expired and not to be used any more
  /// @throws NotDisclosed if the space keeps values off the management plane
  public FetchedSecret read(Caller caller, SecretRef ref, @Nullable Version version) {
    boolean overHttp = caller.plane() == Plane.MANAGEMENT;
    return gate.perform(
        caller,
        new ReadValue(ref, version, overHttp),
        stores -> {
          if (overHttp) {
            checkDisclosure(stores, ref.scope());
          }
          CurrentSecret found =
              version == null ? current(stores, caller, ref) : former(stores, caller, ref, version);
          checkUsable(found.secret(), clock.instant());
          SecretValue value = vault.open(stores, found.secret(), found.version());
          return new Answer<>(fetched(found, value), note(found));
        });
  }

  /// The current values in a scope that can be handed out, or those of them that are named.
  ///
  /// @param names empty = all that the caller may read. A name that is missing, disabled, expired
  ///     or denied is an error
  /// @param after the last name of the page before; null = the first page
  /// @param limit 1 to [#MAX_VALUES]
  public FetchedSecrets readAll(
      Caller caller, Scope scope, List<SecretName> names, @Nullable SecretName after, int limit) {
    return gate.perform(
        caller,
        new ReadValues(new InEnvironment(scope), caller.plane() == Plane.MANAGEMENT),
        stores -> {
          if (caller.plane() == Plane.MANAGEMENT) {
            checkDisclosure(stores, scope);
          }
          List<CurrentSecret> found =
              names.isEmpty()
                  ? all(stores, caller, scope, after, limit)
                  : named(stores, caller, scope, names, after, limit);
          return opened(stores, found, limit);
        });
  }

  private List<CurrentSecret> all(
      Reading stores, Caller caller, Scope scope, @Nullable SecretName after, int limit) {
    if (!stores.spaces().exists(scope)) {
      throw missing(caller, new NotFound("environment " + scope), null);
    }
    var place = new InEnvironment(scope);
    if (!access.allows(stores, caller, SECRET_READ_VALUES, place, null)) {
      return some(stores, caller, place, after, limit);
    }
    var from = after == null ? null : new After(scope.environment(), after);
    var filter = new SecretFilter(scope.space(), scope.environment(), null, null, from);
    return stores.secrets().listCurrent(filter, limit + 1);
  }

  /// Those that the caller has the right to by name, as far as they are there.
  private List<CurrentSecret> some(
      Reading stores, Caller caller, InEnvironment place, @Nullable SecretName after, int limit) {
    return sorted(access.names(stores, caller, SECRET_READ_VALUES, place), after).stream()
        .map(name -> stores.secrets().findCurrent(new SecretRef(place.scope(), name)))
        .flatMap(Optional::stream)
        .limit(limit + 1L)
        .toList();
  }

  private static NavigableSet<SecretName> sorted(
      Collection<SecretName> names, @Nullable SecretName after) {
    var sorted = new TreeSet<>(Comparator.comparing(SecretName::value));
    sorted.addAll(names);
    return after == null ? sorted : sorted.tailSet(after, false);
  }

  private List<CurrentSecret> named(
      Reading stores,
      Caller caller,
      Scope scope,
      List<SecretName> names,
      @Nullable SecretName after,
      int limit) {
    var found = new ArrayList<CurrentSecret>();
    for (SecretName name : sorted(names, after)) {
      var ref = new SecretRef(scope, name);
      checkMayRead(stores, caller, ref);
      CurrentSecret one = current(stores, caller, ref);
      checkUsable(one.secret(), clock.instant());
      found.add(one);
      if (found.size() > limit) {
        break;
      }
    }
    return found;
  }

  /// Opens as many as fit one answer.
  private Answer<FetchedSecrets> opened(Reading stores, List<CurrentSecret> found, int limit) {
    var values = new ArrayList<FetchedSecret>();
    var disclosed = new ArrayList<Disclosed>();
    SecretName last = null;
    boolean more = false;
    int bytes = 0;
    try {
      for (CurrentSecret one : found) {
        if (values.size() == limit || bytes >= MAX_BYTES) {
          more = true;
          break;
        }
        last = one.secret().ref().name();
        if (one.secret().usable(clock.instant())) {
          SecretValue value = vault.open(stores, one.secret(), one.version());
          bytes += value.reveal(plain -> plain.length);
          values.add(fetched(one, value));
          disclosed.add(new Disclosed(one.secret().id().secret(), one.version().version()));
        }
      }
    } catch (RuntimeException e) {
      values.forEach(FetchedSecret::close);
      throw e;
    }
    disclosed.sort(Comparator.comparing(one -> one.secret().hex()));
    return new Answer<>(new FetchedSecrets(values, more ? last : null), Note.disclosed(disclosed));
  }

  /// A service or agent is not told whether it is denied or not there.
  private void checkMayRead(Reading stores, Caller caller, SecretRef ref) {
    if (!access.allows(stores, caller, SECRET_READ_VALUES, ref)) {
      throw isPerson(caller)
          ? new AccessDenied(SECRET_READ_VALUES.word(), ref.scope().toString())
          : new NotAvailable(ref);
    }
  }

  private static boolean isPerson(Caller caller) {
    return caller.who() != null && caller.who().principal().kind() == PrincipalKind.USER;
  }

  private CurrentSecret current(Reading stores, Caller caller, SecretRef ref) {
    return stores
        .secrets()
        .findCurrent(ref)
        .orElseThrow(() -> missing(caller, new NotFound(ref), ref));
  }

  /// A version by its number. In grace everybody with the right may have it; a retired one only
  /// people.
  private CurrentSecret former(Reading stores, Caller caller, SecretRef ref, Version version) {
    StoredSecret secret =
        stores.secrets().find(ref).orElseThrow(() -> missing(caller, new NotFound(ref), ref));
    Optional<StoredVersion> found = stores.secrets().findVersion(secret.id().secret(), version);
    return found
        .filter(one -> readable(one, caller))
        .map(one -> new CurrentSecret(secret, one))
        .orElseThrow(() -> missing(caller, new NotFound("version " + version + " of " + ref), ref));
  }

  private boolean readable(StoredVersion version, Caller caller) {
    return switch (version.stateAt(clock.instant())) {
      case CURRENT, GRACE -> true;
      case RETIRED -> isPerson(caller);
      case DESTROYED -> false;
    };
  }

  /// A service or agent is not told what there is and what not.
  private static RuntimeException missing(
      Caller caller, NotFound missing, @Nullable SecretRef ref) {
    return isPerson(caller) || ref == null ? missing : new NotAvailable(ref);
  }

  /// The use of a former version, or of an expired value, is on record as such.
  private Note note(CurrentSecret found) {
    StoredVersion version = found.version();
    var note =
        Note.of(
            found.secret().id().secret(),
            version.version(),
            version.envelope() == null ? null : version.envelope().digest());
    Instant now = clock.instant();
    if (version.stateAt(now) == VersionState.GRACE) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} version {1} is used in its grace period",
          found.secret().ref(),
          version.version());
      return note.because("grace_version");
    }
    if (version.stateAt(now) == VersionState.RETIRED) {
      return note.because("retired_version");
    }
    return found.secret().expired(now) ? note.because("expired") : note;
  }

  /// A disabled secret is never handed out, an expired one as its setting says.
  static void checkUsable(StoredSecret secret, Instant now) {
    if (secret.disabled()) {
      throw NotUsable.disabled(secret.ref());
    }
    if (!secret.usable(now)) {
      throw NotUsable.expired(secret.ref());
    }
  }

  private static void checkDisclosure(Reading stores, Scope scope) {
    StoredSpace space = Spaces.existing(stores, scope.space());
    if (space.disclosure() != Disclosure.HTTP) {
      throw new NotDisclosed(space.name());
    }
  }

  private static FetchedSecret fetched(CurrentSecret found, SecretValue value) {
    return new FetchedSecret(
        found.secret().ref().name(), found.version().version(), value, found.secret().expiresAt());
  }
}
