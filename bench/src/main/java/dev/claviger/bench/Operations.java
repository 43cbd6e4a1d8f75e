package dev.claviger.bench;

import dev.claviger.core.Caller;
import dev.claviger.core.Core;
import dev.claviger.core.FetchedSecret;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.ShownSecrets;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Whole operations through the Gate on SQLite, each with its durable entry: one value read, one
/// written, 100 secrets listed with masks.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Operations {
  private final SecretValue value = SecretValue.copyOf(new byte[1_024]);
  private final Instance instance = new Instance(folder(), value);
  private final Core core = instance.core;
  private final Caller fetching = instance.caller(Plane.SERVICE);
  private final Caller managing = instance.caller(Plane.MANAGEMENT);

  static Path folder() {
    try {
      return Files.createTempDirectory("claviger-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads one value.
  @Benchmark
  public long read() {
    try (FetchedSecret found = core.values().read(fetching, Instance.secret(0), null)) {
      return found.version().number();
    }
  }

  /// Writes one value.
  @Benchmark
  public boolean write() {
    return core.changes()
        .put(managing, Instance.secret(0), value, SecretEdit.NONE, Duration.ZERO, null)
        .created();
  }

  /// Lists 100 secrets with their masks.
  @Benchmark
  public int list() {
    try (ShownSecrets page =
        core.secrets()
            .list(
                managing,
                SecretFilter.of(SpaceName.DEFAULT, new EnvironmentName("production")),
                Instance.SECRETS,
                false)) {
      return page.secrets().size();
    }
  }

  @TearDown
  public void close() {
    instance.close();
  }
}
