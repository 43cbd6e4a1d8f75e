package dev.claviger.spec;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.claviger.core.Database;
import dev.claviger.core.audit.AuditStore;
import java.sql.Connection;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What modules cannot hold by themselves: the arrows inside them, and the one door.
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.claviger");

  @Test
  void java_sql_stands_in_store_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.claviger.store..", "dev.claviger.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..")
        .check(PRODUCT);
  }

  /// I17: a statement is prepared in one place, where values are bound to it. What has no values,
  /// the settings of a connection, stands in two others.
  @Test
  void sql_is_run_with_bound_parameters_only() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.claviger.store.Statements")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(Connection.class))).and(target(nameStartingWith("prepare"))))
        .check(PRODUCT);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.claviger.store.JdbcDatabase")
        .and()
        .doNotHaveFullyQualifiedName("dev.claviger.store.Dialect")
        .should()
        .callMethod(Connection.class, "createStatement")
        .check(PRODUCT);
  }

  /// Where a text of SQL depends on what is asked for, it is put together from constants, in the
  /// two classes that list by filters.
  @Test
  void sql_is_not_built_from_strings() {
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.store..")
        .and()
        .doNotHaveFullyQualifiedName("dev.claviger.store.SecretLists")
        .and()
        .doNotHaveFullyQualifiedName("dev.claviger.store.JdbcAudit")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(StringBuilder.class)
        .check(PRODUCT);
  }

  /// I17: bytes that may be secret are compared in constant time. Of the three that may stop early,
  /// two compare ciphertexts, and one looks for values in what a program prints.
  @Test
  void secret_bytes_are_compared_in_constant_time() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.claviger.crypto.Envelope")
        .and()
        .doNotHaveFullyQualifiedName("dev.claviger.crypto.WrappedKey")
        .and()
        .doNotHaveFullyQualifiedName("dev.claviger.cli.run.MaskPatterns")
        .should()
        .callMethodWhere(target(owner(type(Arrays.class))).and(target(name("equals"))))
        .check(PRODUCT);
  }

  @Test
  void javax_crypto_stands_in_crypto_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.claviger.crypto..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.crypto..")
        .check(PRODUCT);
  }

  @Test
  void nothing_runs_uphill() {
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.claviger.crypto..", "dev.claviger.core..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.claviger.store..", "dev.claviger.server..", "io.helidon..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.core.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.claviger.core")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAnyPackage("dev.claviger.cli..", "dev.claviger.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.claviger.server..", "dev.claviger.core..", "dev.claviger.store..")
        .check(PRODUCT);
  }

  @Test
  void the_two_planes_ignore_each_other() {
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.server.rest..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.claviger.server.grpc..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("dev.claviger.server.grpc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.claviger.server.rest..")
        .check(PRODUCT);
  }

  @Test
  void transports_know_no_store() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.claviger.server.rest..", "dev.claviger.server.grpc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.claviger.store..")
        .check(PRODUCT);
  }

  @Test
  void the_cli_has_no_circles() {
    slices().matching("dev.claviger.cli.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void only_the_batch_appends_entries() {
    classes()
        .that()
        .doNotHaveFullyQualifiedName("dev.claviger.core.Batch")
        .and()
        .resideOutsideOfPackage("dev.claviger.store..")
        .should(new NeverCall(AuditStore.class, "append"))
        .check(PRODUCT);
  }

  /// The Gate decides and the pipeline commits. Besides them only what comes before any caller
  /// (start, credentials) and what is due by itself (sweeps) may look into the stores.
  @Test
  void units_of_work_are_opened_behind_the_one_door() {
    classes()
        .that()
        .resideOutsideOfPackages("dev.claviger.store..", "dev.claviger.bench..")
        .and()
        .haveNameNotMatching(
            "dev\\.claviger\\.core\\."
                + "(Gate|Pipeline|Doorkeeper|Sweeps|UseCount|KeyRotations|Core|FirstStart)(\\$.*)?")
        .should(new NeverCall(Database.class, "read"))
        .andShould(new NeverCall(Database.class, "commit"))
        .check(PRODUCT);
  }
}
