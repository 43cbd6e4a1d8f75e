package dev.claviger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.config.ServerSettings.Log;
import dev.claviger.server.config.ServerSettings.LogFormat;
import dev.claviger.server.json.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Sends what is logged to standard error, a line each: for people, or as JSON. Other people's
/// libraries speak only when something is wrong.
final class LogSetup {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("dev.claviger");

  /// Kept, because the JVM forgets the level of a logger that nobody holds.
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.helidon"), Logger.getLogger("com.zaxxer"));

  /// The first tells with a stack trace what a client did wrong, as often as the client likes; the
  /// second what it throws as well.
  private static final List<Logger> MUTE =
      List.of(Logger.getLogger("io.helidon.webserver.grpc"), Logger.getLogger("org.flywaydb"));

  private LogSetup() {}

  static void apply(Log log) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(log.format() == LogFormat.JSON ? new JsonLines() : new TextLines());
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(level(log.level()));
    MUTE.forEach(logger -> logger.setLevel(Level.OFF));
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  /// Writes out what is still to be written. Standard error itself stays open.
  static void flush() {
    for (Handler handler : ROOT.getHandlers()) {
      handler.flush();
    }
  }

  private static Level level(System.Logger.Level level) {
    return switch (level) {
      case ALL, TRACE -> Level.FINER;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
      case OFF -> Level.OFF;
    };
  }

  private static String word(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String stackTrace(LogRecord record) {
    if (record.getThrown() == null) {
      return "";
    }
    var text = new StringWriter();
    record.getThrown().printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static final class TextLines extends Formatter {
    @Override
    public String format(LogRecord record) {
      return String.format(
          Locale.ROOT,
          "%s %s %s%n%s",
          record.getInstant(),
          word(record.getLevel()),
          formatMessage(record),
          stackTrace(record));
    }
  }

  private static final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord record) {
      Instant at = record.getInstant();
      var json =
          new JsonWriter()
              .object()
              .field("timestamp", at.toString())
              .field("level", word(record.getLevel()))
              .field("logger", record.getLoggerName())
              .field("message", formatMessage(record));
      if (record.getThrown() != null) {
        json.field("stack", stackTrace(record));
      }
      return new String(json.endObject().take(), UTF_8) + "\n";
    }
  }
}
