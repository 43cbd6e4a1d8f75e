package dev.claviger.server.rest;

import dev.claviger.core.AuditLog;
import dev.claviger.core.audit.AuditEntry;
import dev.claviger.core.audit.AuditFilter;
import dev.claviger.core.audit.AuditFilter.Cursor;
import dev.claviger.core.audit.AuditReader.ListedEntry;
import dev.claviger.core.audit.Verifier.Broken;
import dev.claviger.core.audit.Verifier.Report;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.SecretName;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.rest.Route.Method;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// [AuditLog] over HTTP.
final class AuditRoutes {
  private static final String ALL = "/api/v1/audit";

  /// What the log can be asked for.
  static final String[] PARAMETERS = {
    "space",
    "environment",
    "secret",
    "principal",
    "action",
    "outcome",
    "since",
    "until",
    "order",
    "limit",
    "after"
  };

  private final AuditLog audit;

  AuditRoutes(AuditLog audit) {
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, call -> list(call, call.place())).taking(PARAMETERS),
        Route.of(Method.POST, ALL + "/verify", this::verify).reading(Shape.EMPTY));
  }

  Reply list(Call call, Reach place) {
    Page page = Page.of(call);
    Principal principal = call.query("principal").map(Principal::parse).orElse(null);
    List<ListedEntry> found =
        audit.list(call.caller(), place, principal, filter(call, page), page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<ListedEntry> shown = more ? found.subList(0, page.limit()) : found;
    var json = new JsonWriter().object().list("entries");
    shown.forEach(entry -> AuditJson.write(json, entry));
    json.endList();
    json.field("next", more ? cursor(shown.getLast().chained().entry()) : null);
    return Reply.ok(json.endObject());
  }

  private static AuditFilter filter(Call call, Page page) {
    return new AuditFilter(
        null,
        null,
        call.query("secret").map(SecretName::new).map(SecretName::value).orElse(null),
        null,
        call.query("action").map(action -> action.toUpperCase(Locale.ROOT)).orElse(null),
        call.query("outcome").orElse(null),
        call.query("since").map(text -> Times.parse("since", text)).orElse(null),
        call.query("until").map(text -> Times.parse("until", text)).orElse(null),
        after(page.after()),
        isAscending(call));
  }

  private static boolean isAscending(Call call) {
    return switch (call.query("order").orElse("desc")) {
      case "asc" -> true;
      case "desc" -> false;
      default -> throw new InvalidInput("order", "must be asc or desc");
    };
  }

  private static String cursor(AuditEntry last) {
    return Page.cursor(
        "%d/%s/%s/%d"
            .formatted(
                last.at().toEpochMilli(), last.writer().boot(), last.writer().node(), last.seq()));
  }

  private static @Nullable Cursor after(@Nullable String position) {
    if (position == null) {
      return null;
    }
    String[] parts = position.split("/", -1);
    if (parts.length != 4 || !parts[0].matches("[0-9]{1,18}") || !parts[3].matches("[0-9]{1,18}")) {
      throw Page.notOurs();
    }
    return new Cursor(
        Long.parseLong(parts[0]), parts[2], new Id(parts[1]), Long.parseLong(parts[3]));
  }

  private Reply verify(Call call) {
    long start = System.nanoTime();
    Report report = audit.verify(call.caller());
    var json =
        new JsonWriter()
            .object()
            .field("ok", report.ok())
            .field("entries", report.entries())
            .field("chains", report.chains());
    Broken broken = report.firstBroken();
    if (broken != null) {
      json.object("first_broken")
          .field("node", broken.writer().node())
          .field("boot", broken.writer().boot())
          .field("seq", broken.seq())
          .field("reason", broken.reason())
          .endObject();
    }
    json.list("cuts");
    report.cuts().forEach(json::item);
    json.endList();
    json.field("milliseconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    return Reply.ok(json.endObject());
  }
}
