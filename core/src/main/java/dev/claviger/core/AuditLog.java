package dev.claviger.core;

import dev.claviger.core.Operation.ListAudit;
import dev.claviger.core.Operation.VerifyAudit;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.AuditReader.ListedEntry;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Verifier;
import dev.claviger.core.audit.Verifier.Report;
import dev.claviger.core.audit.Witness;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looking at the audit log. That is on record as well.
public final class AuditLog {
  private final Gate gate;
  private final Verifier verifier;
  private final Path witness;

  AuditLog(Gate gate, Verifier verifier, Path witness) {
    this.gate = gate;
    this.verifier = verifier;
    this.witness = witness;
  }

  /// At most `limit` entries. Whoever may read the audit of one space only must ask for it.
  ///
  /// @param place everywhere, a space or an environment: restricts what is found
  /// @param principal null = everybody's
  /// @param filter the other restrictions; its space and environment are set from `place`
  public List<ListedEntry> list(
      Caller caller, Reach place, @Nullable Principal principal, AuditFilter filter, int limit) {
    return gate.perform(
        caller,
        new ListAudit(place),
        stores -> {
          Optional<StoredPrincipal> who =
              Optional.ofNullable(principal).flatMap(stores.people()::find);
          if (principal != null && who.isEmpty()) {
            return new Answer<>(List.of(), Note.count(0));
          }
          AuditFilter full = narrowed(filter, place, who.map(StoredPrincipal::identity));
          List<ListedEntry> found = stores.audit().list(full, limit);
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// Computes all chains again and compares them with the witness file.
  public Report verify(Caller caller) {
    return gate.perform(
        caller,
        new VerifyAudit(),
        stores -> {
          Report report =
              withPairs(stores, verifier.verify(stores.audit(), Witness.open(witness).seen()));
          var note = Note.count(report.entries()).because(report.ok() ? "intact" : "broken");
          return new Answer<>(report, note);
        });
  }

  private static Report withPairs(Reading stores, Report report) {
    if (!report.ok()) {
      return report;
    }
    return stores.audit().heads().stream()
        .flatMap(
            head -> PairsCheck.firstBroken(stores.uses(), head.last().entry().writer()).stream())
        .findFirst()
        .map(broken -> new Report(report.entries(), report.chains(), broken, report.cuts()))
        .orElse(report);
  }

  private static AuditFilter narrowed(AuditFilter filter, Reach place, Optional<Identity> who) {
    String space =
        switch (place) {
          case Reach.Everywhere _ -> null;
          case Reach.InSpace(var name) -> name.value();
          case Reach.InEnvironment(var scope) -> scope.space().value();
        };
    String environment =
        place instanceof Reach.InEnvironment(var scope) ? scope.environment().value() : null;
    return new AuditFilter(
        space,
        environment,
        filter.secret(),
        who.map(Identity::id).orElse(null),
        filter.action(),
        filter.outcome(),
        filter.since(),
        filter.until(),
        filter.after(),
        filter.ascending());
  }
}
