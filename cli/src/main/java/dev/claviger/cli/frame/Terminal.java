package dev.claviger.cli.frame;

import java.io.IOException;

/// The person in front of the process, if there is one.
public interface Terminal {
  /// Whether standard input comes from a person, who can then be asked.
  boolean answers();

  /// Whether standard output goes to a person.
  boolean shows();

  /// Whether standard error goes to a person.
  default boolean tells() {
    return shows();
  }

  /// Asks for one line, which is shown while it is typed.
  String ask(String question) throws IOException;

  /// Asks for one line that is not shown while it is typed. The caller wipes it.
  byte[] askHidden(String question) throws IOException;

  /// Asks for text of any number of lines, ended by Ctrl-D and not shown while it is typed. A last
  /// line break is left out. The caller wipes it.
  byte[] askHiddenText(String question) throws IOException;

  /// Asks for a yes; anything else is a no.
  default boolean confirms(String question) throws IOException {
    String answer = ask(question + " [y/N] ").strip();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }
}
