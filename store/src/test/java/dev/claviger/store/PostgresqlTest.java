package dev.claviger.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class PostgresqlTest
    implements AuditContract,
        CacheContract,
        IdempotencyContract,
        KeysContract,
        PeopleContract,
        RolesContract,
        SecretsContract,
        SpacesContract,
        TransactionContract,
        UsesContract,
        VersionsContract,
        ViewsContract {
  private final TestDatabase tables = TestDatabase.postgresql();
  private final JdbcDatabase database = StoreContract.started(tables);

  @Override
  public TestDatabase tables() {
    return tables;
  }

  @Override
  public JdbcDatabase database() {
    return database;
  }

  @AfterAll
  void close() {
    database.close();
  }
}
