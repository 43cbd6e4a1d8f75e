/// `claviger user VERB`, `claviger agent VERB` and `claviger token VERB`: one class for each verb.
@NullMarked
package dev.claviger.cli.people;

import org.jspecify.annotations.NullMarked;
