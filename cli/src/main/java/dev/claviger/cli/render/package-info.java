/// How answers are shown: a table to a person, JSON or YAML to a program.
///
/// Start with [OutputOption]. What came from a server is made harmless here before it is printed.
@NullMarked
package dev.claviger.cli.render;

import org.jspecify.annotations.NullMarked;
