package dev.claviger.cli.run;

import dev.claviger.cli.run.OnChange.Command;
import dev.claviger.cli.run.OnChange.Nothing;
import dev.claviger.cli.run.OnChange.Restart;
import dev.claviger.cli.run.OnChange.Signal;
import dev.claviger.client.SecretSource;
import dev.claviger.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run with us beside the program.
///
/// @param values what is masked, and learns; null: nothing is masked
/// @param signals gets the supervisor before the program starts, to pass signals to it
/// @param runtimeFolder `XDG_RUNTIME_DIR`, or empty
/// @param files are kept current too; null: there are none
record SupervisedRun(
    Program program,
    HeldSecrets held,
    @Nullable KnownValues values,
    Output output,
    Notices notices,
    Consumer<Supervisor> signals,
    String runtimeFolder,
    @Nullable SecretFiles files) {

  /// The same with values in files.
  SupervisedRun with(SecretFiles written) {
    return new SupervisedRun(
        program.reading(written.path()),
        held,
        values,
        output,
        notices,
        signals,
        runtimeFolder,
        written);
  }

  /// Runs the program with the values of its start.
  Ending withoutWatching() {
    var supervisor = new Supervisor(launch(Map.of()), new NoReaction(), output);
    signals.accept(supervisor);
    supervisor.start();
    return supervisor.await();
  }

  /// Runs the program and keeps its values current.
  ///
  /// @param scopes in the order of `held`
  Ending watching(OnChange onChange, List<@Nullable Scope> scopes, SecretSource source) {
    try (SocketFolder folder = SocketFolder.create(runtimeFolder)) {
      Launch launch = launch(Map.of("CLAVIGER_SOCKET", folder.socket().toString()));
      try (Reaction reaction = reaction(onChange, launch);
          SecretSocket _ = SecretSocket.open(folder, held, reaction::handles)) {
        var supervisor = new Supervisor(launch, reaction, output);
        signals.accept(supervisor);
        supervisor.start(); // before a connection is opened that it could inherit
        try (Watching _ = Watching.start(scopes, source, held, news(reaction))) {
          return supervisor.await();
        }
      }
    }
  }

  private News news(Reaction reaction) {
    return new News(values, files, reaction, notices);
  }

  private Launch launch(Map<String, String> reserved) {
    return new Launch(program, held, reserved, output, notices);
  }

  private Reaction reaction(OnChange onChange, Launch launch) {
    return switch (onChange) {
      case Nothing _ -> new NoReaction();
      case Signal signal -> new SignalReaction(signal.signal(), notices);
      case Restart restart ->
          new RestartReaction(launch::startable, restart.patience(), RandomGenerator.getDefault());
      case Command command ->
          new CommandReaction(program -> launch.shell(command.line(), program), notices);
    };
  }
}
