/// A scene to run commands in: start with [Scene].
@NullMarked
package dev.claviger.cli.testkit;

import org.jspecify.annotations.NullMarked;
