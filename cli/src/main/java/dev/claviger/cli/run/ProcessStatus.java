package dev.claviger.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How a process treats signals, as `/proc/PID/status` shows it: bit n - 1 stands for signal n.
record ProcessStatus(long blocked, long ignored, long caught) {
  /// Empty where it cannot be read: another system, or a process that has ended.
  static Optional<ProcessStatus> of(Path process) {
    var fields = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(process.resolve("status"))) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      return Optional.of(
          new ProcessStatus(
              signals(fields, "SigBlk"), signals(fields, "SigIgn"), signals(fields, "SigCgt")));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<ProcessStatus> of(long pid) {
    return of(Path.of("/proc", Long.toString(pid)));
  }

  private static long signals(Map<String, String> fields, String name) {
    return Long.parseUnsignedLong(fields.getOrDefault(name, ""), 16);
  }

  boolean ignores(UnixSignal signal) {
    return (ignored & bit(signal)) != 0;
  }

  boolean catches(UnixSignal signal) {
    return (caught & bit(signal)) != 0;
  }

  private static long bit(UnixSignal signal) {
    return 1L << (signal.number() - 1);
  }
}
