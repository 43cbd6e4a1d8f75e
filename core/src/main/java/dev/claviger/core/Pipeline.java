package dev.claviger.core;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.claviger.core.audit.Chain;
import dev.claviger.core.audit.Witness;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Makes changes and audit entries durable: one thread, one transaction for all that has queued.
///
/// The thread takes what is there and never waits for more, so batches form by themselves: while
/// one is flushed, the next queues up. A change and its entry are atomic; a caller is woken only
/// after the commit.
public final class Pipeline implements AutoCloseable {
  public static final int MAX_BATCH = 256;
  public static final int MAX_QUEUED = 10_000;

  /// How long a command may queue, and how long a database may take to answer.
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(Pipeline.class.getName());
  private static final Duration READ_BACK_PAUSE = Duration.ofMillis(50);

  private final BlockingQueue<Command<?>> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final Queue<FutureTask<Boolean>> apart = new ConcurrentLinkedQueue<>();
  private final Database database;
  private final Chain chain;
  private final Witness witness;
  private final Consumer<List<Operation>> listener;
  private final Duration patience;
  private volatile boolean stalled;
  private boolean refusing; // used by the pipeline's thread only
  private final Thread thread = Thread.ofPlatform().name("pipeline").daemon().unstarted(this::run);

  private Pipeline(
      Database database,
      Chain chain,
      Witness witness,
      Consumer<List<Operation>> listener,
      Duration patience) {
    this.database = database;
    this.chain = chain;
    this.witness = witness;
    this.listener = listener;
    this.patience = patience;
  }

  /// Starts the thread.
  ///
  /// @param witness is told the end of the chain, at most once a second
  /// @param listener is told what was done once it is durable, before the callers are; it must be
  ///     quick
  /// @param patience [#PATIENCE], except in tests
  public static Pipeline start(
      Database database,
      Chain chain,
      Witness witness,
      Consumer<List<Operation>> listener,
      Duration patience) {
    var pipeline = new Pipeline(database, chain, witness, listener, patience);
    pipeline.thread.start();
    return pipeline;
  }

  /// Queues `command` and waits until its entry is durable.
  <T> T submit(Command<T> command) {
    if (!thread.isAlive() || !queue.offer(command)) {
      throw command.discarded(new AuditUnavailable());
    }
    return command.await(patience);
  }

  /// Whether its thread is alive, and not standing still at a commit that was not answered.
  public boolean isRunning() {
    return thread.isAlive() && !stalled;
  }

  /// How many commands wait for the next batch.
  public int queued() {
    return queue.size();
  }

  /// Runs `work` in a transaction of its own, between batches, and waits for it. For what only
  /// follows from entries that are durable already: it leaves none itself.
  ///
  /// @throws AuditUnavailable if it does not get its turn
  void runApart(Consumer<Writing> work) {
    var task = new FutureTask<>(() -> database.commit(work), true);
    apart.add(task);
    try {
      task.get(Witness.PAUSE.plus(patience).plus(patience).toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new AuditUnavailable();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AuditUnavailable();
    } finally {
      apart.remove(task);
      task.cancel(false);
    }
  }

  private void run() {
    try {
      while (true) {
        Command<?> first = queue.poll(Witness.PAUSE.toMillis(), MILLISECONDS);
        if (first != null) {
          take(first);
        }
        FutureTask<Boolean> next = apart.poll();
        if (next != null) {
          next.run();
        }
        witness.writeIfDue();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed; who still queues is told so after `patience`
    }
  }

  private void take(Command<?> first) {
    var taken = new ArrayList<Command<?>>();
    taken.add(first);
    queue.drainTo(taken, MAX_BATCH - 1);
    taken.removeIf(command -> !command.take());
    if (!taken.isEmpty()) {
      commit(new Batch(taken, chain));
    }
  }

  private void commit(Batch batch) {
    try {
      database.commit(batch::run);
      committed(batch);
    } catch (BatchSpoiled spoiled) {
      batch.apart(spoiled.reason()).forEach(this::commit);
    } catch (CommitUnknown lost) {
      settleByReadingBack(batch, lost);
    } catch (RuntimeException failure) {
      refused(batch, failure, new AuditUnavailable());
    }
  }

  /// Logged once until a commit succeeds again: a full disk must not be filled with log lines.
  private void refused(Batch batch, RuntimeException failure, ClavigerException answer) {
    LOG.log(
        refusing ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
        "no audit entry can be written, so every call is refused until one can",
        failure);
    refusing = true;
    batch.failed(answer);
  }

  private void committed(Batch batch) {
    if (refusing) {
      refusing = false;
      LOG.log(System.Logger.Level.INFO, "audit entries can be written again");
    }
    listener.accept(batch.done());
    witness.saw(batch.last(), batch.rows());
    batch.committed();
  }

  /// The database took the commit and gave no answer. The chain must not go on before it is known
  /// whether the batch exists; callers who cannot wait for that get `outcome_unknown`.
  private void settleByReadingBack(Batch batch, CommitUnknown lost) {
    stalled = true;
    boolean told = false;
    while (!thread.isInterrupted()) {
      try {
        if (database.read(stores -> stores.audit().contains(batch.last()))) {
          committed(batch);
        } else {
          refused(batch, lost, lost.isReadable() ? new AuditUnavailable() : new OutcomeUnknown());
        }
        stalled = false;
        return;
      } catch (RuntimeException unreachable) {
        if (!told) {
          told = true;
          LOG.log(System.Logger.Level.WARNING, "a commit was not answered; reading back", lost);
        }
        LockSupport.parkNanos(READ_BACK_PAUSE.toNanos());
      }
    }
    batch.failed(new OutcomeUnknown());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    witness.write();
  }
}
