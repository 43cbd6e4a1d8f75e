package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.Identity;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.core.Writing;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Principals, tokens and bindings.
interface PeopleContract extends StoreContract {
  Scope PRODUCTION = Scope.parse("payments/production");
  Instant LATER = Rows.NOW.plusSeconds(3_600);

  @Test
  default void a_living_principal_has_its_name_alone() {
    StoredPrincipal user = Rows.userIn(database());
    assertThat(find(user)).contains(user);
    StoredPrincipal same = again(user);
    assertThatThrownBy(() -> commit(stores -> stores.people().create(same)))
        .isInstanceOf(NameTaken.class);
    delete(user);
    assertThat(find(user)).isEmpty();
    assertThatThrownBy(() -> delete(user)).isInstanceOf(NotFound.class);
    commit(stores -> stores.people().create(same));
    assertThat(find(user)).contains(same);
  }

  @Test
  default void lists_principals_by_kind() {
    StoredPrincipal user = Rows.userIn(database());
    assertThat(listed(stores -> stores.people().list(null))).contains(user);
    assertThat(listed(stores -> stores.people().list(PrincipalKind.USER))).contains(user);
    assertThat(listed(stores -> stores.people().list(PrincipalKind.AGENT))).doesNotContain(user);
  }

  @Test
  default void a_token_is_found_until_it_is_revoked() {
    StoredPrincipal user = Rows.userIn(database());
    StoredToken token = token(user, Use.AGENT);
    assertThat(token(token)).contains(token);
    assertThat(tokens(user, Rows.NOW)).containsExactly(token);
    assertThat(tokens(user, LATER)).isEmpty();
    assertThat(listed(stores -> stores.people().tokens(null, Rows.NOW))).contains(token);
    commit(stores -> stores.people().revokeToken(token.id(), Rows.NOW));
    assertThat(token(token)).isEmpty();
    assertThat(tokens(user, Rows.NOW)).isEmpty();
    assertThatThrownBy(() -> commit(stores -> stores.people().revokeToken(token.id(), Rows.NOW)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  default void a_token_is_replaced_once() {
    StoredToken token = token(Rows.userIn(database()), Use.API);
    assertThat(token(token)).contains(token);
    Instant until = Rows.NOW.plusSeconds(5);
    commit(stores -> stores.people().replaceToken(token.id(), Rows.NOW, until));
    assertThat(token(token).orElseThrow().expiresAt()).isEqualTo(until);
    assertThat(token(token).orElseThrow().replacedAt()).isEqualTo(Rows.NOW);
    assertThatThrownBy(
            () -> commit(stores -> stores.people().replaceToken(token.id(), Rows.NOW, LATER)))
        .isInstanceOf(Conflict.class);
    assertThat(token(token).orElseThrow().expiresAt()).isEqualTo(until);
  }

  @Test
  default void a_token_is_consumed_once() {
    StoredToken token = token(Rows.userIn(database()), Use.FIRST_PASSWORD);
    assertThat(token(token)).contains(token);
    commit(
        stores -> {
          stores.people().consume(token.id(), Rows.NOW);
          assertThatThrownBy(() -> stores.people().consume(token.id(), Rows.NOW))
              .isInstanceOf(Unauthenticated.class);
        });
    assertThatThrownBy(() -> commit(stores -> stores.people().consume(token.id(), Rows.NOW)))
        .isInstanceOf(Unauthenticated.class);
    assertThat(token(token)).isEmpty();
  }

  @Test
  default void a_new_password_ends_all_sessions_but_one_and_no_other_token() {
    StoredPrincipal user = Rows.userIn(database());
    StoredToken mine = token(user, Use.SESSION);
    StoredToken other = token(user, Use.SESSION);
    StoredToken first = token(user, Use.FIRST_PASSWORD);
    StoredToken api = token(user, Use.API);
    List.of(mine, other, first, api).forEach(one -> assertThat(token(one)).isPresent());
    commit(stores -> stores.people().setPassword(user.identity(), "$argon2id$", mine.id(), LATER));
    assertThat(token(mine)).isPresent();
    assertThat(token(api)).isPresent();
    assertThat(token(other)).isEmpty();
    assertThat(token(first)).isEmpty();
    assertThat(find(user).orElseThrow().passwordHash()).isEqualTo("$argon2id$");
  }

  @Test
  default void all_sessions_of_everybody_end_and_no_other_token() {
    StoredPrincipal user = Rows.userIn(database());
    List<StoredToken> sessions =
        List.of(token(user, Use.SESSION), token(Rows.userIn(database()), Use.SESSION));
    List<StoredToken> others =
        List.of(token(user, Use.API), token(user, Use.AGENT), token(user, Use.FIRST_PASSWORD));
    sessions.forEach(one -> assertThat(token(one)).isPresent());
    others.forEach(one -> assertThat(token(one)).isPresent());
    commit(stores -> assertThat(stores.people().endSessions(LATER)).isGreaterThanOrEqualTo(2));
    sessions.forEach(one -> assertThat(token(one)).isEmpty());
    others.forEach(one -> assertThat(token(one)).isPresent());
    commit(stores -> assertThat(stores.people().endSessions(LATER)).isZero());
  }

  @Test
  default void a_deleted_principal_has_no_token_and_no_binding_and_gets_none() {
    StoredPrincipal user = Rows.userIn(database());
    StoredToken token = token(user, Use.API);
    commit(stores -> stores.people().bind(Rows.binding(user, "admin", Reach.EVERYWHERE)));
    assertThat(token(token)).isPresent();
    assertThat(bindings(user)).hasSize(1);
    delete(user);
    assertThat(token(token)).isEmpty();
    assertThat(bindings(user)).isEmpty();
    assertThatThrownBy(() -> token(user, Use.API)).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                commit(
                    stores -> stores.people().bind(Rows.binding(user, "admin", Reach.EVERYWHERE))))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                commit(
                    stores ->
                        stores.people().setPassword(user.identity(), "$argon2id$", null, LATER)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  default void a_role_is_given_once_in_one_place() {
    StoredPrincipal user = Rows.userIn(database());
    List<StoredBinding> given =
        List.of(
            Rows.binding(user, "viewer", Reach.EVERYWHERE),
            Rows.binding(user, "viewer", new Reach.InSpace(PRODUCTION.space())),
            Rows.binding(user, "viewer", new Reach.InEnvironment(PRODUCTION)),
            Rows.binding(user, "editor", new Reach.InEnvironment(PRODUCTION)));
    commit(stores -> given.forEach(stores.people()::bind));
    assertThat(bindings(user)).containsExactlyInAnyOrderElementsOf(given);
    for (StoredBinding one : given) {
      StoredBinding same = Rows.binding(user, one.role().value(), one.reach());
      assertThatThrownBy(() -> commit(stores -> stores.people().bind(same)))
          .isInstanceOf(NameTaken.class);
    }
    StoredBinding last = given.getLast();
    assertThat(found(stores -> stores.people().binding(last.id()))).contains(last);
    commit(stores -> stores.people().unbind(last.id()));
    assertThat(bindings(user)).hasSize(3).doesNotContain(last);
    assertThat(listed(stores -> stores.people().bindings())).containsAll(bindings(user));
    assertThatThrownBy(() -> commit(stores -> stores.people().unbind(last.id())))
        .isInstanceOf(NotFound.class);
  }

  private void commit(Consumer<Writing> work) {
    database().commit(work);
  }

  private static StoredPrincipal again(StoredPrincipal user) {
    StoredPrincipal other = Rows.user();
    return new StoredPrincipal(
        new Identity(other.identity().id(), user.identity().principal()),
        other.description(),
        null,
        Rows.NOW,
        "server");
  }

  private void delete(StoredPrincipal user) {
    commit(stores -> stores.people().delete(user.identity(), LATER));
  }

  private StoredToken token(StoredPrincipal owner, Use use) {
    StoredToken token = Rows.token(owner, use, use == Use.AGENT ? PRODUCTION : null);
    commit(stores -> stores.people().createToken(token));
    return token;
  }

  private Optional<StoredPrincipal> find(StoredPrincipal user) {
    return database().read(stores -> stores.people().find(user.identity().principal()));
  }

  private Optional<StoredToken> token(StoredToken wanted) {
    return database().read(stores -> stores.people().token(wanted.id()));
  }

  private List<StoredToken> tokens(StoredPrincipal user, Instant now) {
    return database().read(stores -> stores.people().tokens(user.identity().id(), now));
  }

  private List<StoredBinding> bindings(StoredPrincipal user) {
    return database().read(stores -> stores.people().bindingsOf(user.identity().id()));
  }
}
