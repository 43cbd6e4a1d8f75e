package dev.claviger.core;

import dev.claviger.core.Operation.DescribeSecret;
import dev.claviger.core.Operation.ListDeletedSecrets;
import dev.claviger.core.Operation.ListSecrets;
import dev.claviger.core.Operation.ListVersions;
import dev.claviger.core.Operation.ReadMasked;
import dev.claviger.core.Operation.ReadValue;
import dev.claviger.core.Operation.ReadValues;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.model.ClavigerException.NotDisclosed;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Mask;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looking at secrets on the management plane, one operation per method. Masks are shown to those
/// who may see them; values only where the space is open and the caller asks for them.
public final class Secrets {
  private static final int PAGE = 1_000;

  private final Gate gate;
  private final Access access;
  private final Vault vault;
  private final Clock clock;

  Secrets(Gate gate, Access access, Vault vault, Clock clock) {
    this.gate = gate;
    this.access = access;
    this.vault = vault;
    this.clock = clock;
  }

  /// A secret with its mask if the caller may see masks, or with its value if that is asked for.
  /// The caller closes it.
  ///
  /// @throws NotDisclosed if a value is asked for and the space keeps them off this plane
  public ShownSecret describe(Caller caller, SecretRef ref, boolean showValue) {
    boolean masked = !showValue && gate.may(caller, Permission.SECRET_GET_MASKED, ref);
    Operation operation =
        showValue
            ? new ReadValue(ref, null, true)
            : masked ? new ReadMasked(ref) : new DescribeSecret(ref);
    return gate.perform(
        caller,
        operation,
        stores -> {
          StoredSpace space = Spaces.existing(stores, ref.scope().space());
          checkDisclosure(space, showValue);
          Optional<CurrentSecret> current =
              showValue || masked ? stores.secrets().findCurrent(ref) : Optional.empty();
          if (current.isPresent()) {
            if (showValue) {
              Values.checkUsable(current.get().secret(), clock.instant());
            }
            ShownSecret shown = shown(stores, current.get(), space.maskStyle(), showValue);
            return new Answer<>(shown.used(use(stores, shown)), note(current.get().secret()));
          }
          StoredSecret secret = existing(stores, ref);
          var shown = new ShownSecret(secret, null, null);
          return new Answer<>(shown.used(use(stores, shown)), note(secret));
        });
  }

  /// One page of the secrets in a place, by environment and name. The caller closes it.
  ///
  /// @param limit 1 to 1,000
  public ShownSecrets list(Caller caller, SecretFilter filter, int limit, boolean showValues) {
    SpaceName space = filter.space();
    EnvironmentName environment = filter.environment();
    Reach place = place(space, environment);
    boolean masked = !showValues && gate.maySome(caller, Permission.SECRET_GET_MASKED, place);
    Operation operation = showValues ? new ReadValues(place, true) : new ListSecrets(place, masked);
    return gate.perform(
        caller,
        operation,
        stores -> {
          StoredSpace found = Spaces.existing(stores, space);
          checkDisclosure(found, showValues);
          if (environment != null && !stores.spaces().exists(new Scope(space, environment))) {
            throw new NotFound("environment " + new Scope(space, environment));
          }
          List<StoredSecret> page = seen(stores, caller, filter, limit + 1, showValues);
          boolean more = page.size() > limit;
          page = more ? page.subList(0, limit) : page;
          After next = more ? after(page.getLast().ref()) : null;
          return showValues || masked
              ? revealed(stores, caller, page, next, found.maskStyle(), showValues)
              : new Answer<>(
                  new ShownSecrets(
                      used(
                          stores,
                          page.stream().map(one -> new ShownSecret(one, null, null)).toList()),
                      next),
                  Note.count(page.size()));
        });
  }

  /// The name of the secret with this identity, if it is alive and in `scope`.
  public Optional<SecretRef> findById(Caller caller, Scope scope, Id id) {
    return gate.perform(
        caller,
        new ListSecrets(new InEnvironment(scope), false),
        stores -> {
          Optional<SecretRef> found =
              findById(stores, scope, id)
                  .filter(ref -> access.allows(stores, caller, Permission.SECRET_LIST, ref));
          return new Answer<>(found, Note.count(found.isPresent() ? 1 : 0));
        });
  }

  private static Optional<SecretRef> findById(Reading stores, Scope scope, Id id) {
    After after = null;
    while (true) {
      var filter = new SecretFilter(scope.space(), scope.environment(), null, null, after);
      List<StoredSecret> page = stores.secrets().list(filter, PAGE);
      for (StoredSecret secret : page) {
        if (secret.id().secret().equals(id)) {
          return Optional.of(secret.ref());
        }
      }
      if (page.size() < PAGE) {
        return Optional.empty();
      }
      after = after(page.getLast().ref());
    }
  }

  /// The versions of a secret, newest first.
  public List<StoredVersion> versions(Caller caller, SecretRef ref) {
    return gate.perform(
        caller,
        new ListVersions(ref),
        stores -> {
          StoredSecret secret = existing(stores, ref);
          List<StoredVersion> found = stores.secrets().versions(secret.id().secret());
          return new Answer<>(found, note(secret));
        });
  }

  /// Deleted secrets that can be restored, newest first.
  public List<StoredSecret> deleted(
      Caller caller, SpaceName space, @Nullable EnvironmentName environment) {
    return gate.perform(
        caller,
        new ListDeletedSecrets(place(space, environment)),
        stores -> {
          Spaces.existing(stores, space);
          List<StoredSecret> found =
              stores.secrets().deleted(space, environment).stream()
                  .filter(one -> access.allows(stores, caller, Permission.SECRET_LIST, one.ref()))
                  .toList();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// The first `limit` secrets that the caller may see. One who may see only some gets pages that
  /// are as full as everybody's, and no cursor that holds another name.
  private List<StoredSecret> seen(
      Reading stores, Caller caller, SecretFilter filter, int limit, boolean showValues) {
    if (seesAll(stores, caller, filter, showValues)) {
      return stores.secrets().list(filter, limit);
    }
    var seen = new ArrayList<StoredSecret>();
    After after = filter.after();
    while (true) {
      List<StoredSecret> page = stores.secrets().list(filter.from(after), PAGE);
      for (StoredSecret secret : page) {
        if (access.allows(stores, caller, Permission.SECRET_LIST, secret.ref())
            && (!showValues
                || access.allows(stores, caller, Permission.SECRET_READ_VALUES, secret.ref()))) {
          seen.add(secret);
        }
        if (seen.size() == limit) {
          return seen;
        }
      }
      if (page.size() < PAGE) {
        return seen;
      }
      after = after(page.getLast().ref());
    }
  }

  private boolean seesAll(Reading stores, Caller caller, SecretFilter filter, boolean showValues) {
    Reach place = place(filter.space(), filter.environment());
    return access.allows(stores, caller, Permission.SECRET_LIST, place, null)
        && (!showValues
            || access.allows(stores, caller, Permission.SECRET_READ_VALUES, place, null));
  }

  private Answer<ShownSecrets> revealed(
      Reading stores,
      Caller caller,
      List<StoredSecret> page,
      @Nullable After next,
      MaskStyle style,
      boolean showValues) {
    var shown = new ArrayList<ShownSecret>();
    var disclosed = new ArrayList<Disclosed>();
    try {
      for (StoredSecret secret : page) {
        Optional<CurrentSecret> found =
            stores
                .secrets()
                .findCurrent(secret.ref())
                .filter(
                    one ->
                        showValues
                            ? one.secret().usable(clock.instant())
                            : access.allows(
                                stores, caller, Permission.SECRET_GET_MASKED, secret.ref()));
        shown.add(
            found
                .map(one -> shown(stores, one, style, showValues))
                .orElse(new ShownSecret(secret, null, null)));
        found.ifPresent(
            one -> disclosed.add(new Disclosed(secret.id().secret(), one.version().version())));
      }
    } catch (RuntimeException e) {
      shown.forEach(ShownSecret::close);
      throw e;
    }
    disclosed.sort(Comparator.comparing(one -> one.secret().hex()));
    return new Answer<>(
        new ShownSecrets(used(stores, shown), next),
        showValues ? Note.disclosed(disclosed) : Note.count(shown.size()));
  }

  private static @Nullable SecretUse use(Reading stores, ShownSecret shown) {
    Id id = shown.secret().id().secret();
    return stores.uses().of(List.of(id)).get(id);
  }

  private static List<ShownSecret> used(Reading stores, List<ShownSecret> shown) {
    Map<Id, SecretUse> uses =
        stores.uses().of(shown.stream().map(one -> one.secret().id().secret()).toList());
    return shown.stream().map(one -> one.used(uses.get(one.secret().id().secret()))).toList();
  }

  private ShownSecret shown(
      Reading stores, CurrentSecret found, MaskStyle style, boolean showValue) {
    SecretValue value = vault.open(stores, found.secret(), found.version());
    if (showValue) {
      return new ShownSecret(found.secret(), null, value);
    }
    try (value) {
      return new ShownSecret(found.secret(), Mask.of(value, style), null);
    }
  }

  private static void checkDisclosure(StoredSpace space, boolean showValues) {
    if (showValues && space.disclosure() != Disclosure.HTTP) {
      throw new NotDisclosed(space.name());
    }
  }

  static StoredSecret existing(Reading stores, SecretRef ref) {
    return stores.secrets().find(ref).orElseThrow(() -> new NotFound(ref));
  }

  private static Note note(StoredSecret secret) {
    return Note.of(secret.id().secret(), secret.current(), null);
  }

  static After after(SecretRef last) {
    return new After(last.scope().environment(), last.name());
  }

  private static Reach place(SpaceName space, @Nullable EnvironmentName environment) {
    return environment == null
        ? new InSpace(space)
        : new InEnvironment(new Scope(space, environment));
  }
}
