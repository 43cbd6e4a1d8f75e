package dev.claviger.core;

import dev.claviger.core.audit.Chain;
import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.Note;
import java.util.List;
import java.util.Optional;

/// The commands of one transaction. Used by the pipeline's thread only.
final class Batch {
  private final List<Command<?>> commands;
  private final Chain chain;
  private List<ChainedEntry> entries = List.of();

  /// @param commands taken from the queue; at least one
  Batch(List<Command<?>> commands, Chain chain) {
    this.commands = commands;
    this.chain = chain;
  }

  /// Makes the changes, then writes one entry for each command, whatever became of it.
  void run(Writing stores) {
    commands.forEach(command -> command.run(stores));
    entries = chain.link(commands.stream().map(Command::event).toList());
    stores.audit().append(entries);
  }

  /// The one entry that is durable exactly if the batch is.
  ChainedEntry last() {
    return entries.getLast();
  }

  /// The newest revision of the small tables that an entry tells of; 0 if none does.
  long rows() {
    return entries.stream()
        .map(chained -> chained.entry().event().note())
        .filter(note -> note.secret() == null)
        .map(Note::left)
        .mapToLong(left -> left == null ? 0 : left.revision())
        .max()
        .orElse(0);
  }

  /// What changed, once it is durable.
  List<Operation> done() {
    return commands.stream().map(Command::done).flatMap(Optional::stream).toList();
  }

  void committed() {
    chain.advanceTo(last());
    commands.forEach(Command::settle);
  }

  void failed(RuntimeException cause) {
    commands.forEach(command -> command.fail(cause));
    commands.forEach(Command::settle);
  }

  /// One batch for each command. If it is a single one already, what it was to do is given up:
  /// nothing is left but the entry that it failed.
  List<Batch> apart(RuntimeException reason) {
    if (commands.size() == 1) {
      commands.forEach(command -> command.fail(reason));
    }
    return commands.stream().map(command -> new Batch(List.of(command), chain)).toList();
  }
}
