package dev.claviger.core;

import dev.claviger.core.Operation.FindSecrets;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finding secrets in every space at once, by what is in their names and descriptions.
public final class Search {
  /// The longest text to look for.
  public static final int MAX_TEXT = 200;

  private static final int PAGE = 1_000;

  private final Gate gate;
  private final Access access;

  Search(Gate gate, Access access) {
    this.gate = gate;
    this.access = access;
  }

  /// Secrets that the caller may list, without values or masks, by space, environment and name.
  ///
  /// @param text in any case; null = whatever it is
  /// @param after the last one of the page before; null = the first page
  /// @throws InvalidInput if `text` is empty or longer than [#MAX_TEXT]
  public List<StoredSecret> find(
      Caller caller, @Nullable String text, @Nullable SecretRef after, int limit) {
    return gate.perform(
        caller,
        new FindSecrets(),
        stores -> {
          if (text != null && (text.isBlank() || text.length() > MAX_TEXT)) {
            throw new InvalidInput("q", "must be 1 to " + MAX_TEXT + " characters, not all blank");
          }
          var found = new ArrayList<StoredSecret>();
          for (StoredSpace space : stores.spaces().list()) {
            int order = after == null ? 1 : order(space.name(), after.scope().space());
            if (order >= 0 && found.size() < limit) {
              After from = after == null || order > 0 ? null : Secrets.after(after);
              addFrom(stores, caller, filter(caller, space.name(), text, from), limit, found);
            }
          }
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  private static int order(SpaceName one, SpaceName other) {
    return one.value().compareTo(other.value());
  }

  /// A token that is good for one environment looks there only.
  private static SecretFilter filter(
      Caller caller, SpaceName space, @Nullable String text, @Nullable After from) {
    EnvironmentName only = caller.only() == null ? null : caller.only().environment();
    return new SecretFilter(space, only, null, text, from);
  }

  private void addFrom(
      Reading stores, Caller caller, SecretFilter filter, int limit, List<StoredSecret> found) {
    SecretFilter next = mayListSome(stores, caller, filter.space()) ? filter : null;
    while (next != null) {
      List<StoredSecret> page = stores.secrets().list(next, PAGE);
      for (StoredSecret secret : page) {
        if (found.size() < limit
            && access.allows(stores, caller, Permission.SECRET_LIST, secret.ref())) {
          found.add(secret);
        }
      }
      next =
          page.size() < PAGE || found.size() >= limit
              ? null
              : next.from(Secrets.after(page.getLast().ref()));
    }
  }

  /// Whether it is worth looking there.
  private static boolean mayListSome(Reading stores, Caller caller, SpaceName space) {
    return caller.who() != null
        && (caller.only() == null || caller.only().space().equals(space))
        && stores.people().bindingsOf(caller.who().id()).stream()
            .anyMatch(binding -> Spaces.touches(binding.reach(), space));
  }
}
