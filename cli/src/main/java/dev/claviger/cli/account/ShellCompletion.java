package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger completion SHELL`: a few lines that let a shell ask `claviger __complete`.
public final class ShellCompletion implements Command {
  private static final String BASH =
      """
      # claviger completion bash; load it with: source <(claviger completion bash)
      _claviger() {
        local IFS=$'\\n'
        COMPREPLY=($(claviger __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
      }
      complete -o default -F _claviger claviger
      """;
  private static final String ZSH =
      """
      #compdef claviger
      # claviger completion zsh; load it with: source <(claviger completion zsh)
      _claviger() {
        local -a candidates
        candidates=("${(@f)$(claviger __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
        compadd -a candidates
      }
      compdef _claviger claviger
      """;
  private static final String FISH =
      """
      # claviger completion fish; load it with: claviger completion fish | source
      function __claviger
        set -l words (commandline -opc) (commandline -ct)
        claviger __complete $words[2..-1] 2>/dev/null
      end
      complete -c claviger -a '(__claviger)'
      """;

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "completion",
              "SHELL",
              "Print the lines that complete commands and options in bash, zsh or fish.")
          .footer("source <(claviger completion bash)");
  private final Syntax.Words operands = syntax.words("SHELL", "1");

  /// In these surroundings.
  public ShellCompletion(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() {
    String script =
        switch (operands.only()) {
          case "bash" -> BASH;
          case "zsh" -> ZSH;
          case "fish" -> FISH;
          default -> throw CommandFailure.usage("SHELL is bash, zsh or fish", null);
        };
    surroundings.stdout().print(script);
    return ExitCodes.OK;
  }
}
