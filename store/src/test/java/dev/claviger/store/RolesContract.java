package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.Role;
import dev.claviger.core.Rule;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredRole;
import dev.claviger.core.Writing;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Custom roles, and bindings that are limited to some names (R4).
interface RolesContract extends StoreContract {
  Rule LISTING = new Rule(List.of("space"), List.of("secret"), List.of("list"), List.of());
  Rule READING =
      new Rule(
          List.of("space"),
          List.of("secret"),
          List.of("get", "read_values"),
          List.of(new SecretName("API_KEY"), new SecretName("api_key")));

  @Test
  default void a_role_is_what_was_stored_until_it_is_deleted() {
    StoredRole role = stored(LISTING, READING);
    assertThat(find(role)).contains(role);
    assertThat(listed(stores -> stores.people().roles())).contains(role);
    assertThatThrownBy(() -> commit(stores -> stores.people().createRole(role)))
        .isInstanceOf(NameTaken.class);
    delete(role);
    assertThat(find(role)).isEmpty();
    assertThat(listed(stores -> stores.people().roles())).doesNotContain(role);
    assertThatThrownBy(() -> delete(role)).isInstanceOf(NotFound.class);
    commit(stores -> stores.people().createRole(role));
    assertThat(find(role)).contains(role);
  }

  @Test
  default void new_rules_count_at_once() {
    StoredRole role = stored(LISTING, READING);
    assertThat(find(role)).contains(role);
    var changed =
        new StoredRole(
            new Role(role.role().name(), List.of(READING)),
            Description.NONE,
            role.createdAt(),
            role.createdBy(),
            Rows.NOW.plusSeconds(1));
    commit(stores -> stores.people().updateRole(changed));
    assertThat(find(role)).contains(changed);
    delete(role);
    assertThatThrownBy(() -> commit(stores -> stores.people().updateRole(changed)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  default void a_role_that_somebody_has_stays() {
    StoredRole role = stored(LISTING);
    StoredBinding binding = bound(role.role().name(), Set.of());
    assertThatThrownBy(() -> delete(role)).isInstanceOf(Conflict.class);
    assertThat(find(role)).contains(role);
    commit(stores -> stores.people().unbind(binding.id()));
    delete(role);
    assertThat(find(role)).isEmpty();
  }

  @Test
  default void a_role_that_is_gone_is_given_to_nobody() {
    assertThatThrownBy(() -> bound(new RoleName("gone"), Set.of())).isInstanceOf(NotFound.class);
  }

  @Test
  default void a_binding_keeps_the_names_it_is_limited_to() {
    var names = Set.of(new SecretName("B"), new SecretName("b"), new SecretName("_A1"));
    StoredBinding binding = bound(new RoleName("agent"), names);
    assertThat(found(stores -> stores.people().binding(binding.id()))).contains(binding);
    assertThat(listed(stores -> stores.people().bindingsOf(binding.owner().id())))
        .containsExactly(binding);
  }

  @Test
  default void the_longest_role_has_room() {
    List<SecretName> names =
        IntStream.range(0, Rule.MAX_NAMES)
            .mapToObj(i -> new SecretName("N".repeat(250) + i))
            .toList();
    var rule = new Rule(List.of("*"), List.of("secret"), List.of("*"), names);
    StoredRole role = stored(rule, rule, rule, LISTING);
    assertThat(find(role)).contains(role);
    StoredBinding binding = bound(role.role().name(), Set.copyOf(names));
    assertThat(found(stores -> stores.people().binding(binding.id()))).contains(binding);
  }

  private StoredRole stored(Rule... rules) {
    StoredRole role = Rows.role(rules);
    commit(stores -> stores.people().createRole(role));
    return role;
  }

  private StoredBinding bound(RoleName role, Set<SecretName> only) {
    StoredPrincipal user = Rows.userIn(database());
    StoredBinding binding = Rows.binding(user, role.value(), Reach.EVERYWHERE, only);
    commit(stores -> stores.people().bind(binding));
    return binding;
  }

  private Optional<StoredRole> find(StoredRole role) {
    return found(stores -> stores.people().role(role.role().name()));
  }

  private void delete(StoredRole role) {
    commit(stores -> stores.people().deleteRole(role.role().name()));
  }

  private void commit(Consumer<Writing> work) {
    database().commit(work);
  }
}
