package dev.claviger.store;

import org.junit.jupiter.api.Nested;

class WholeServerTest {
  @Nested
  class OnSqlite implements WholeServerContract {
    @Override
    public DatabaseSettings empty() {
      return TestDatabase.sqlite().settings();
    }
  }

  @Nested
  class OnPostgresql implements WholeServerContract {
    @Override
    public DatabaseSettings empty() {
      return TestDatabase.postgresql().settings();
    }
  }

  @Nested
  class OnMariadb implements WholeServerContract {
    @Override
    public DatabaseSettings empty() {
      return TestDatabase.mariadb().settings();
    }
  }
}
