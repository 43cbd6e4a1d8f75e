package dev.claviger.cli.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Builds what a command accepts, and lends out typed handles that hold what was given.
///
/// By hand, because reading annotations costs more start-up time than most commands need to run.
public final class Syntax {
  private final CommandSpec spec;

  private Syntax(CommandSpec spec) {
    this.spec = spec;
  }

  /// Starts with the first line of the help page.
  ///
  /// @param name such as `secret get`
  /// @param operands what follows the options, such as `[SCOPE] NAME`
  public static Syntax of(String name, String operands, String... description) {
    var spec = CommandSpec.create().name("claviger " + name);
    spec.usageMessage()
        .customSynopsis(("claviger " + name + " [OPTIONS] " + operands).strip())
        .description(plain(description))
        .optionListHeading("%nOptions:%n")
        .sortOptions(false)
        .width(100)
        .footerHeading("%n");
    var syntax = new Syntax(spec);
    syntax.flag("Show this page.", "-h", "--help");
    return syntax;
  }

  /// An option without a value.
  public Flag flag(String description, String... names) {
    var option = OptionSpec.builder(names).type(boolean.class).description(plain(description));
    return new Flag(added(option.build()));
  }

  /// An option with a value, given at most once.
  public Text text(String label, String description, String... names) {
    var option =
        OptionSpec.builder(names)
            .type(String.class)
            .paramLabel(label)
            .arity("1")
            .description(plain(description));
    return new Text(added(option.build()));
  }

  /// What is neither an option nor its value.
  ///
  /// @param range how many, such as `1`, `0..1` or `1..*`
  public Words words(String label, String range) {
    var operands =
        PositionalParamSpec.builder()
            .index(range.endsWith("*") ? "0..*" : "0") // the first one takes as many as it may
            .arity(range)
            .required(!range.startsWith("0"))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .hidden(true)
            .build();
    spec.addPositional(operands);
    return new Words(operands);
  }

  /// Lines below the options, such as examples.
  public Syntax footer(String... lines) {
    spec.usageMessage().footer(plain(lines));
    return this;
  }

  /// What was built.
  public CommandSpec spec() {
    return spec;
  }

  private OptionSpec added(OptionSpec option) {
    spec.addOption(option);
    return option;
  }

  private static String[] plain(String... lines) {
    String[] doubled = new String[lines.length];
    for (int i = 0; i < lines.length; i++) {
      doubled[i] = lines[i].replace("%", "%%"); // the lines are format strings to picocli
    }
    return doubled;
  }

  /// Whether an option was given.
  public record Flag(OptionSpec option) {
    /// True where it was.
    public boolean isSet() {
      Boolean set = option.getValue();
      return Boolean.TRUE.equals(set);
    }
  }

  /// The value of an option.
  public record Text(OptionSpec option) {
    /// What was given, or null.
    public @Nullable String value() {
      return option.getValue();
    }

    /// What was given, or else `other`.
    public String or(String other) {
      String value = value();
      return value == null ? other : value;
    }

    /// Whether something was given.
    public boolean isSet() {
      return value() != null;
    }
  }

  /// The operands.
  public record Words(PositionalParamSpec operands) {
    /// In the order given; empty where there are none.
    public List<String> values() {
      List<String> values = operands.getValue();
      return values == null ? List.of() : values;
    }

    /// The one operand of a command that takes exactly one.
    public String only() {
      return values().getFirst();
    }
  }
}
