package dev.claviger.cli.space;

import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;

/// What can be said about a space.
final class SpaceOptions {
  private final Syntax.Text description;
  private final Syntax.Text disclosure;
  private final Syntax.Text maskStyle;

  SpaceOptions(Syntax syntax) {
    description = syntax.text("TEXT", "What it is for.", "--description");
    disclosure =
        syntax.text(
            "WHERE",
            "grpc: values leave over the service plane only (default); http: also over REST, to"
                + " those who may read values.",
            "--disclosure");
    maskStyle =
        syntax.text(
            "STYLE",
            "length: masks show ends of long values (default); none: ***.",
            "--mask-style");
  }

  boolean isEmpty() {
    return !description.isSet() && !disclosure.isSet() && !maskStyle.isSet();
  }

  void addTo(RequestBody body) {
    body.text("description", description.value())
        .text("disclosure", disclosure.value())
        .text("mask_style", maskStyle.value());
  }
}
