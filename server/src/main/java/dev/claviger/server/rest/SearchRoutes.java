package dev.claviger.server.rest;

import dev.claviger.core.Search;
import dev.claviger.core.StoredSecret;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [Search] over HTTP.
final class SearchRoutes {
  private final Search search;
  private final SecretJson json;

  SearchRoutes(Search search, SecretJson json) {
    this.search = search;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(Route.of(Method.GET, "/api/v1/find", this::find).taking("q", "limit", "after"));
  }

  private Reply find(Call call) {
    Page page = Page.of(call);
    String text = call.query("q").orElse(null);
    List<StoredSecret> found = search.find(call.caller(), text, after(page), page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<StoredSecret> shown = more ? found.subList(0, page.limit()) : found;
    var document = new JsonWriter().object().list("secrets");
    shown.forEach(secret -> json.fields(document.object(), secret).endObject());
    String cursor = more ? Page.cursor(position(shown.getLast())) : null;
    return Reply.ok(document.endList().field("next", cursor).endObject());
  }

  private static String position(StoredSecret secret) {
    return secret.ref().scope() + "/" + secret.ref().name();
  }

  private static @Nullable SecretRef after(Page page) {
    if (page.after() == null) {
      return null;
    }
    int slash = page.after().lastIndexOf('/');
    if (slash < 0) {
      throw Page.notOurs();
    }
    return new SecretRef(
        Scope.parse(page.after().substring(0, slash)),
        new SecretName(page.after().substring(slash + 1)));
  }
}
