package dev.claviger.cli.run;

import dev.claviger.cli.run.OnChange.Nothing;
import dev.claviger.client.SecretSource;
import dev.claviger.model.Scope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fetches the secrets of some scopes and runs a program with them.
///
/// For a process that does nothing else: it takes over signals, and may turn into the program.
public final class Runner {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final SecretSource source;
  private final OwnProcess own;
  private final Notices notices;

  /// @param own as it was before `source` opened anything
  /// @param stderr for lines to people
  Runner(SecretSource source, OwnProcess own, PrintStream stderr) {
    this.source = source;
    this.own = own;
    this.notices = new Notices(stderr);
  }

  /// Runs the program to its end, unless this process turns into it. Where a signal ended the
  /// program, it ends us too: a shell that asks whether we were interrupted gets the same answer.
  ///
  /// @return its exit code; 2 if a secret cannot be given to it; 126 or 127 if it cannot be run
  /// @throws dev.claviger.client.ServerProblem if the server refuses the secrets
  /// @throws dev.claviger.client.Unreachable if the server does not answer
  public int run(RunRequest request) {
    var program =
        new Program(
            OwnProcess.bytes(request.command()),
            OwnProcess.environment(),
            request.variables(),
            null);
    boolean masks = request.mask().masks(request.agentCredential(), variable("CI"));
    KnownValues known = masks ? new KnownValues() : null;
    Ending ending;
    try (Output output = output(known, own);
        HeldSecrets held = fetched(request)) {
      if (!masks && request.files() == null && request.onChange() instanceof Nothing) {
        Replacement.become(program.command(), program.environment(held, Map.of()), own);
      }
      if (known != null) {
        learn(known, held);
      }
      ending = supervised(request, program, held, known, output);
    } catch (RefusedEnvironment refused) {
      refused.reasons().forEach(notices::say);
      notices.say("nothing was started");
      return USAGE;
    } catch (CannotStart failure) {
      notices.say(failure.getMessage());
      return failure.exitCode();
    } catch (UncheckedIOException failure) {
      notices.say("what the program needs of us cannot be made: " + failure.getMessage());
      return FAILED;
    }
    if (ending.bySignal()) {
      OwnProcess.endBy(ending.number());
    }
    return ending.exitCode();
  }

  private HeldSecrets fetched(RunRequest request) {
    List<@Nullable Scope> scopes = scopes(request);
    var held = new HeldSecrets(scopes.size(), request.variables()::takes);
    new FirstFetch(source, scopes, held).take(request.variables().only());
    int count = held.versions().size();
    String from =
        request.scopes().isEmpty()
            ? "the scope of this credential"
            : request.scopes().stream().map(Scope::toString).collect(Collectors.joining(", "));
    notices.say(count + (count == 1 ? " secret from " : " secrets from ") + from);
    return held;
  }

  private static List<@Nullable Scope> scopes(RunRequest request) {
    return request.scopes().isEmpty()
        ? Collections.singletonList(null)
        : new ArrayList<>(request.scopes());
  }

  private Output output(@Nullable KnownValues known, OwnProcess own) {
    if (known == null) {
      return new PlainOutput(own);
    }
    var out = new FileOutputStream(FileDescriptor.out);
    var err = new FileOutputStream(FileDescriptor.err);
    Output terminal = TerminalOutput.prepare(known, out, err, own, notices);
    return terminal == null ? new PipedOutput(known, out, err, own) : terminal;
  }

  private void learn(KnownValues known, HeldSecrets held) {
    held.lendAll(
        values -> {
          known.learn(values);
          return values;
        });
    if (!known.unmaskable().isEmpty()) {
      notices.say(
          "warning: not masked in the output, since their values are short or ordinary: "
              + String.join(", ", known.unmaskable()));
    }
  }

  private Ending supervised(
      RunRequest request,
      Program program,
      HeldSecrets held,
      @Nullable KnownValues known,
      Output output) {
    OwnProcess.standBeside();
    output.begin();
    var run =
        new SupervisedRun(
            program,
            held,
            known,
            output,
            notices,
            supervisor -> SignalForwarding.to(supervisor::pass),
            variable("XDG_RUNTIME_DIR"),
            null);
    try (SecretFiles files = files(request, held)) {
      var supplied = files == null ? run : run.with(files);
      return request.onChange() instanceof Nothing
          ? supplied.withoutWatching()
          : supplied.watching(request.onChange(), scopes(request), source);
    }
  }

  private @Nullable SecretFiles files(RunRequest request, HeldSecrets held) {
    if (request.files() == null) {
      return null;
    }
    FileFolder folder = request.files().open(variable("XDG_RUNTIME_DIR"));
    if (!folder.isInMemory()) {
      notices.say("warning: " + folder.path() + " is on a disk, not in memory, and holds values");
    }
    return SecretFiles.write(folder, held, request.variables());
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
