/// The management plane (8420), as a command sees it.
///
/// Start with [ManagementPlane]. Requests are written by [RequestBody], which never makes a string
/// of a value; answers become a [Json]. Knows nothing of commands and of what is printed.
@NullMarked
package dev.claviger.cli.rest;

import org.jspecify.annotations.NullMarked;
