package dev.claviger.store;

import org.junit.jupiter.api.Nested;

class KeyRotationTest {
  @Nested
  class OnSqlite extends KeyRotationContract {
    @Override
    TestDatabase fresh() {
      return TestDatabase.sqlite();
    }
  }

  @Nested
  class OnPostgresql extends KeyRotationContract {
    @Override
    TestDatabase fresh() {
      return TestDatabase.postgresql();
    }
  }

  @Nested
  class OnMariadb extends KeyRotationContract {
    @Override
    TestDatabase fresh() {
      return TestDatabase.mariadb();
    }
  }
}
