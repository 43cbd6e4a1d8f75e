package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredEnvironment;
import dev.claviger.core.StoredKey;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Spaces and environments, from creation to the end.
interface SpacesContract extends StoreContract {
  EnvironmentName STAGING = new EnvironmentName("staging");

  @Test
  default void finds_a_space_with_its_key_and_environments() {
    StoredSpace space = Rows.space();
    WrappedKey key = Rows.key(space);
    StoredEnvironment staging = Rows.environment(STAGING);
    StoredEnvironment production = Rows.environment(Rows.PRODUCTION);
    database().commit(stores -> stores.spaces().create(space, key, List.of(staging, production)));
    assertThat(find(space)).contains(space);
    assertThat(keys(space)).containsExactly(key);
    assertThat(environments(space)).containsExactly(production, staging);
    assertThat(listed(stores -> stores.keys().list()))
        .anyMatch(listed -> space.name().equals(listed.space()));
  }

  @Test
  default void a_name_is_taken_by_living_and_by_deleted_spaces() {
    StoredSpace space = space();
    assertThatThrownBy(() -> create(again(space))).isInstanceOf(NameTaken.class);
    delete(space);
    assertThatThrownBy(() -> create(again(space))).isInstanceOf(NameTaken.class);
    assertThat(keys(again(space))).isEmpty();
  }

  @Test
  default void stores_what_was_edited() {
    StoredSpace space = space();
    StoredSpace edited =
        new StoredSpace(
            space.id(),
            space.name(),
            new Description("other"),
            Disclosure.HTTP,
            MaskStyle.NONE,
            space.createdAt(),
            space.createdBy(),
            Rows.NOW.plusSeconds(1),
            null);
    database().commit(stores -> stores.spaces().edit(edited));
    assertThat(find(space)).contains(edited);
    delete(space);
    assertThatThrownBy(() -> database().commit(stores -> stores.spaces().edit(edited)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  default void a_deleted_space_hides_all_that_is_in_it_until_it_is_restored() {
    StoredSpace space = space();
    StoredSecret secret = Rows.secretIn(database(), space, "API_KEY");
    assertThat(current(secret)).isTrue();
    delete(space);
    assertThat(find(space)).isEmpty();
    assertThat(exists(space, Rows.PRODUCTION)).isFalse();
    assertThat(environments(space)).isEmpty();
    assertThat(current(secret)).isFalse();
    assertThat(found(stores -> stores.secrets().find(secret.ref()))).isEmpty();
    assertThatThrownBy(() -> Rows.create(database(), Rows.secret(space, "NEW")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> delete(space)).isInstanceOf(NotFound.class);
    assertThat(listedDeleted(space)).isTrue();

    restore(space);
    assertThat(find(space)).contains(space);
    assertThat(exists(space, Rows.PRODUCTION)).isTrue();
    assertThat(current(secret)).isTrue();
    assertThat(listedDeleted(space)).isFalse();
    assertThatThrownBy(() -> restore(space)).isInstanceOf(NotFound.class);
  }

  @Test
  default void an_erased_space_has_no_key_and_no_way_back() {
    StoredSpace space = space();
    erase(space);
    assertThat(keys(space)).isEmpty();
    assertThat(find(space)).isEmpty();
    assertThat(listedDeleted(space)).isFalse();
    assertThatThrownBy(() -> restore(space)).isInstanceOf(NotFound.class);
    assertThat(due(space)).isTrue();
  }

  @Test
  default void is_purged_in_pieces_and_then_its_name_is_free_and_no_right_is_left() {
    StoredSpace space = space();
    for (int i = 0; i < 5; i++) {
      Rows.secretIn(database(), space, "SECRET_" + i);
    }
    StoredPrincipal user = Rows.userIn(database());
    StoredToken token = Rows.token(user, Use.AGENT, new Scope(space.name(), Rows.PRODUCTION));
    database()
        .commit(
            stores -> {
              stores.people().createToken(token);
              stores.people().bind(Rows.binding(user, "viewer", new Reach.InSpace(space.name())));
            });
    assertThat(usable(token)).isTrue();
    assertThat(bindings(user)).isEqualTo(1);
    erase(space);
    assertThat(purge(space, 3)).isFalse();
    assertThat(purge(space, 3)).isTrue();
    assertThat(usable(token)).isFalse();
    assertThat(bindings(user)).isZero();
    StoredSpace next = again(space);
    create(next);
    assertThat(find(space)).contains(next);
    assertThat(exists(space, Rows.PRODUCTION)).isFalse();
  }

  @Test
  default void a_space_that_lives_is_not_purged_and_one_being_purged_is_not_restored() {
    StoredSpace space = space();
    StoredSecret secret = Rows.secretIn(database(), space, "API_KEY");
    assertThat(purge(space, 10)).isFalse();
    assertThat(current(secret)).isTrue();
    Rows.secretIn(database(), space, "OTHER");
    delete(space);
    assertThat(purge(space, 1)).isFalse();
    assertThatThrownBy(() -> restore(space)).isInstanceOf(NotFound.class);
    assertThat(purge(space, 10)).isTrue();
    assertThat(purge(space, 10)).isTrue();
  }

  @Test
  default void adds_an_environment_once() {
    StoredSpace space = space();
    assertThat(exists(space, STAGING)).isFalse();
    addStaging(space);
    assertThat(exists(space, STAGING)).isTrue();
    assertThatThrownBy(() -> addStaging(space)).isInstanceOf(NameTaken.class);
    assertThatThrownBy(() -> addStaging(Rows.space())).isInstanceOf(NotFound.class);
  }

  @Test
  default void removes_an_environment_only_when_nothing_in_it_can_come_back() {
    StoredSpace space = space();
    StoredSecret secret = Rows.secretIn(database(), space, "API_KEY");
    assertThatThrownBy(() -> removeProduction(space)).isInstanceOf(Conflict.class);
    database().commit(stores -> stores.secrets().delete(Rows.hidden(secret, 2), 1));
    assertThatThrownBy(() -> removeProduction(space)).isInstanceOf(Conflict.class);
    assertThat(exists(space, Rows.PRODUCTION)).isTrue();
    database().commit(stores -> stores.secrets().purge(secret.id().secret()));
    removeProduction(space);
    assertThat(exists(space, Rows.PRODUCTION)).isFalse();
    assertThatThrownBy(() -> removeProduction(space)).isInstanceOf(NotFound.class);
  }

  private StoredSpace space() {
    return Rows.spaceIn(database());
  }

  private static StoredSpace again(StoredSpace space) {
    return new StoredSpace(
        Rows.id(),
        space.name(),
        Description.NONE,
        Disclosure.GRPC,
        MaskStyle.LENGTH,
        Rows.NOW,
        Rows.MARA,
        Rows.NOW,
        null);
  }

  private void create(StoredSpace space) {
    database().commit(stores -> stores.spaces().create(space, Rows.key(space), List.of()));
  }

  private void delete(StoredSpace space) {
    database().commit(stores -> stores.spaces().delete(space.name(), Rows.NOW));
  }

  private void restore(StoredSpace space) {
    database().commit(stores -> stores.spaces().restore(space.name()));
  }

  private void erase(StoredSpace space) {
    database().commit(stores -> stores.spaces().erase(space, Rows.NOW));
  }

  private boolean purge(StoredSpace space, int limit) {
    var gone = new boolean[1];
    database().commit(stores -> gone[0] = stores.spaces().purge(space, limit));
    return gone[0];
  }

  @Test
  default void an_environment_takes_the_access_to_it_along() {
    StoredSpace space = Rows.spaceIn(database());
    StoredPrincipal user = Rows.userIn(database());
    var production = new Scope(space.name(), Rows.PRODUCTION);
    var staging = new Scope(space.name(), STAGING);
    addStaging(space);
    StoredToken ended = Rows.token(user, Use.AGENT, production);
    StoredToken kept = Rows.token(user, Use.AGENT, staging);
    StoredBinding gone = Rows.binding(user, "agent", new Reach.InEnvironment(production));
    List<StoredBinding> stays =
        List.of(
            Rows.binding(user, "agent", new Reach.InEnvironment(staging)),
            Rows.binding(user, "viewer", new Reach.InSpace(space.name())));
    database()
        .commit(
            stores -> {
              stores.people().createToken(ended);
              stores.people().createToken(kept);
              stores.people().bind(gone);
              stays.forEach(stores.people()::bind);
            });
    assertThat(found(stores -> stores.people().token(ended.id()))).isPresent();
    assertThat(listed(stores -> stores.people().bindingsOf(user.identity().id()))).hasSize(3);
    removeProduction(space);
    assertThat(found(stores -> stores.people().token(ended.id()))).isEmpty();
    assertThat(found(stores -> stores.people().token(kept.id()))).contains(kept);
    assertThat(listed(stores -> stores.people().bindingsOf(user.identity().id())))
        .containsExactlyInAnyOrderElementsOf(stays);
  }

  private void addStaging(StoredSpace space) {
    database()
        .commit(
            stores -> stores.spaces().createEnvironment(space.name(), Rows.environment(STAGING)));
  }

  private void removeProduction(StoredSpace space) {
    database()
        .commit(
            stores -> stores.spaces().deleteEnvironment(space.name(), Rows.PRODUCTION, Rows.NOW));
  }

  private Optional<StoredSpace> find(StoredSpace space) {
    Optional<StoredSpace> found = database().read(stores -> stores.spaces().find(space.name()));
    assertThat(listed(stores -> stores.spaces().list()).contains(found.orElse(space)))
        .isEqualTo(found.isPresent());
    return found;
  }

  private boolean listedDeleted(StoredSpace space) {
    boolean found =
        database().read(stores -> stores.spaces().findDeleted(space.name())).isPresent();
    assertThat(
            listed(stores -> stores.spaces().deleted()).stream()
                .anyMatch(one -> one.id().equals(space.id())))
        .isEqualTo(found);
    return found;
  }

  private boolean due(StoredSpace space) {
    return database().read(stores -> stores.spaces().deletedBefore(Rows.NOW, 1_000)).stream()
        .anyMatch(one -> one.id().equals(space.id()));
  }

  private boolean exists(StoredSpace space, EnvironmentName environment) {
    return database().read(stores -> stores.spaces().exists(new Scope(space.name(), environment)));
  }

  private List<StoredEnvironment> environments(StoredSpace space) {
    return database().read(stores -> stores.spaces().environments(space.name()));
  }

  private List<WrappedKey> keys(StoredSpace space) {
    return database().read(stores -> stores.keys().keysOf(space.id())).stream()
        .map(StoredKey::wrapped)
        .toList();
  }

  private boolean current(StoredSecret secret) {
    return database().read(stores -> stores.secrets().findCurrent(secret.ref())).isPresent();
  }

  private boolean usable(StoredToken token) {
    return database().read(stores -> stores.people().token(token.id())).isPresent();
  }

  private int bindings(StoredPrincipal user) {
    return database().read(stores -> stores.people().bindingsOf(user.identity().id())).size();
  }
}
