package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.CurrentSecret;
import dev.claviger.core.SecretReader.After;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredVersion;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Secrets, from creation to the end.
interface SecretsContract extends StoreContract {
  @Test
  default void finds_what_was_created_field_by_field() {
    StoredSecret secret = Rows.expiring(Rows.secret(space(), "API_KEY"), Rows.NOW.plusSeconds(9));
    StoredVersion first = Rows.version(1);
    database().commit(stores -> stores.secrets().create(secret, first));
    assertThat(find(secret)).contains(secret);
    assertThat(current(secret)).contains(new CurrentSecret(secret, first));
  }

  @Test
  default void tells_names_apart_by_case() {
    StoredSpace space = space();
    StoredSecret upper = Rows.secretIn(database(), space, "API_KEY");
    StoredSecret lower = Rows.secretIn(database(), space, "api_key");
    assertThat(find(upper)).contains(upper);
    assertThat(find(lower)).contains(lower);
    assertThat(find(Rows.secret(space, "Api_Key"))).isEmpty();
  }

  @Test
  default void gives_one_name_once_even_within_one_transaction() {
    StoredSpace space = space();
    StoredSecret first = Rows.secret(space, "TWICE");
    database()
        .commit(
            stores -> {
              Rows.create(stores, first);
              assertThatThrownBy(() -> Rows.create(stores, Rows.secret(space, "TWICE")))
                  .isInstanceOf(NameTaken.class);
            });
    assertThat(find(first)).contains(first);
  }

  @Test
  default void refuses_an_environment_that_is_not_there() {
    StoredSpace space = space();
    var elsewhere = new Scope(space.name(), new EnvironmentName("staging"));
    StoredSecret lost = at(Rows.secret(space, "LOST"), elsewhere);
    assertThatThrownBy(() -> Rows.create(database(), lost)).isInstanceOf(NotFound.class);
    StoredSecret homeless = Rows.secret(Rows.space(), "HOMELESS");
    assertThatThrownBy(() -> Rows.create(database(), homeless)).isInstanceOf(NotFound.class);
  }

  @Test
  default void of_two_changes_of_one_revision_one_succeeds() {
    StoredSecret secret = secret("RACED");
    StoredSecret won = Rows.described(secret, "won");
    database().commit(stores -> stores.secrets().edit(won, 1));
    assertThatThrownBy(() -> Rows.advance(database(), secret, 2, null))
        .isInstanceOf(ChangedMeanwhile.class);
    assertThatThrownBy(
            () ->
                database()
                    .commit(stores -> stores.secrets().edit(Rows.described(secret, "lost"), 1)))
        .isInstanceOf(ChangedMeanwhile.class);
    assertThatThrownBy(() -> delete(secret)).isInstanceOf(ChangedMeanwhile.class);
    assertThat(find(secret)).contains(won);
  }

  @Test
  default void a_deleted_secret_is_hidden_and_frees_its_name() {
    StoredSpace space = space();
    StoredSecret old = Rows.secretIn(database(), space, "REUSED");
    delete(old);
    assertThat(find(old)).isEmpty();
    assertThat(current(old)).isEmpty();
    assertThat(deleted(space)).extracting(StoredSecret::id).containsExactly(old.id());
    StoredSecret other = Rows.secretIn(database(), space, "REUSED");
    assertThat(find(old)).contains(other);
    assertThatThrownBy(() -> undelete(old)).isInstanceOf(NameTaken.class);
    assertThatThrownBy(() -> delete(old)).isInstanceOf(ChangedMeanwhile.class);
  }

  @Test
  default void a_deleted_secret_comes_back_under_its_name_with_its_value() {
    StoredSecret secret = secret("BACK");
    delete(secret);
    undelete(secret);
    assertThat(current(secret).orElseThrow().secret().id()).isEqualTo(secret.id());
    assertThat(deleted(spaceOf(secret))).isEmpty();
    assertThatThrownBy(() -> undelete(Rows.secret(space(), "NEVER"))).isInstanceOf(NotFound.class);
  }

  @Test
  default void only_a_deleted_secret_is_purged_and_then_nothing_is_left() {
    StoredSecret secret = secret("GONE");
    purge(secret);
    assertThat(current(secret)).isPresent();
    delete(secret);
    assertThat(dueBefore(Rows.NOW)).doesNotContain(secret.id());
    assertThat(dueBefore(Rows.NOW.plusMillis(1))).contains(secret.id());
    purge(secret);
    assertThat(deleted(spaceOf(secret))).isEmpty();
    assertThat(versions(secret)).isEmpty();
    purge(secret);
  }

  @Test
  default void lists_in_byte_order_page_by_page() {
    StoredSpace space = space();
    for (String name : List.of("b", "_C", "A2", "a", "A10")) {
      Rows.secretIn(database(), space, name);
    }
    SecretFilter all = SecretFilter.of(space.name(), Rows.PRODUCTION);
    assertThat(names(all, 10)).containsExactly("A10", "A2", "_C", "a", "b");
    SecretFilter next =
        new SecretFilter(
            space.name(),
            null,
            null,
            null,
            new After(Rows.PRODUCTION, Rows.secret(space, "A2").ref().name()));
    assertThat(names(next, 2)).containsExactly("_C", "a");
    assertThat(listed(stores -> stores.secrets().listCurrent(all, 10)))
        .hasSize(5)
        .allMatch(found -> found.version().envelope() != null);
  }

  @Test
  default void lists_by_prefix_and_by_text_whatever_its_wildcards() {
    StoredSpace space = space();
    for (String name : List.of("DB_URL", "DBXURL", "db_url")) {
      Rows.secretIn(database(), space, name);
    }
    StoredSecret described = Rows.secretIn(database(), space, "OTHER");
    database()
        .commit(stores -> stores.secrets().edit(Rows.described(described, "100% Ärger_x!"), 1));
    assertThat(names(filter(space, "DB_", null), 10)).containsExactly("DB_URL");
    assertThat(names(filter(space, null, "b_u"), 10)).containsExactly("DB_URL", "db_url");
    assertThat(names(filter(space, null, "0% "), 10)).containsExactly("OTHER");
    assertThat(names(filter(space, null, "R_X!"), 10)).containsExactly("OTHER");
    assertThat(names(filter(space, null, "%"), 10)).containsExactly("OTHER");
  }

  @Test
  default void tells_which_secrets_expire() {
    StoredSecret secret = secret("SHORT");
    Instant soon = Rows.NOW.plusSeconds(60);
    database().commit(stores -> stores.secrets().edit(Rows.expiring(secret, soon), 1));
    assertThat(expiringBefore(soon)).doesNotContain(secret.id());
    assertThat(expiringBefore(soon.plusMillis(1))).contains(secret.id());
  }

  private StoredSpace space() {
    return Rows.spaceIn(database());
  }

  private StoredSecret secret(String name) {
    return Rows.secretIn(database(), space(), name);
  }

  private static StoredSecret at(StoredSecret secret, Scope scope) {
    return new StoredSecret(
        new SecretId(secret.id().space(), secret.id().secret()),
        new SecretRef(scope, secret.ref().name()),
        secret.current(),
        secret.description(),
        secret.createdAt(),
        secret.createdBy(),
        secret.updatedAt(),
        null,
        false,
        false,
        null,
        secret.revision(),
        secret.destroyed());
  }

  private StoredSpace spaceOf(StoredSecret secret) {
    return database()
        .read(stores -> stores.spaces().find(secret.ref().scope().space()))
        .orElseThrow();
  }

  private Optional<StoredSecret> find(StoredSecret secret) {
    return database().read(stores -> stores.secrets().find(secret.ref()));
  }

  private Optional<CurrentSecret> current(StoredSecret secret) {
    return database().read(stores -> stores.secrets().findCurrent(secret.ref()));
  }

  private List<StoredVersion> versions(StoredSecret secret) {
    return database().read(stores -> stores.secrets().versions(secret.id().secret()));
  }

  private List<StoredSecret> deleted(StoredSpace space) {
    List<StoredSecret> everywhere =
        database().read(stores -> stores.secrets().deleted(space.name(), null));
    assertThat(listed(s -> s.secrets().deleted(space.name(), Rows.PRODUCTION)))
        .isEqualTo(everywhere);
    return everywhere;
  }

  private Stream<SecretId> dueBefore(Instant before) {
    return database().read(stores -> stores.secrets().deletedBefore(before, 1_000)).stream()
        .map(StoredSecret::id);
  }

  private Stream<SecretId> expiringBefore(Instant before) {
    return database().read(stores -> stores.secrets().expiringBefore(before, 1_000)).stream()
        .map(StoredSecret::id);
  }

  private void delete(StoredSecret secret) {
    long seen = secret.revision();
    database().commit(stores -> stores.secrets().delete(Rows.hidden(secret, seen + 1), seen));
  }

  private void undelete(StoredSecret secret) {
    StoredSecret deleted =
        database()
            .read(s -> s.secrets().findById(secret.ref().scope().space(), secret.id().secret()))
            .orElse(secret);
    long seen = deleted.revision();
    database().commit(stores -> stores.secrets().undelete(Rows.shown(secret, seen + 1), seen));
  }

  private void purge(StoredSecret secret) {
    database().commit(stores -> stores.secrets().purge(secret.id().secret()));
  }

  private static SecretFilter filter(
      StoredSpace space, @Nullable String prefix, @Nullable String text) {
    return new SecretFilter(space.name(), null, prefix, text, null);
  }

  private List<String> names(SecretFilter filter, int limit) {
    return database().read(stores -> stores.secrets().list(filter, limit)).stream()
        .map(secret -> secret.ref().name().value())
        .toList();
  }
}
