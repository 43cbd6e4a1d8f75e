package dev.claviger.store;

import static org.assertj.core.api.Assertions.fail;

import dev.claviger.core.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What stores promise. Each supported database runs all of it; the tests of one class share it.
interface StoreContract {
  TestDatabase tables();

  /// Opened, and holding the keys of an instance.
  JdbcDatabase database();

  /// One thing that is read.
  default <T> Optional<T> found(Function<Reading, Optional<T>> read) {
    return database().read(read);
  }

  /// Several things that are read.
  default <T> List<T> listed(Function<Reading, List<T>> read) {
    return database().read(read);
  }

  default boolean holds(Predicate<Reading> read) {
    return database().<Boolean>read(read::test);
  }

  static JdbcDatabase started(TestDatabase tables) {
    var database = new JdbcDatabase(tables.settings());
    database.commit(stores -> stores.keys().create(Rows.instance(), Rows.NOW));
    database.protect(Rows.KEYS, row -> fail("refused: " + row));
    database.commit(stores -> stores.rows().sealAll());
    return database;
  }
}
