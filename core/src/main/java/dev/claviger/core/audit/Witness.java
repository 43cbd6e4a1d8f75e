package dev.claviger.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file outside the database that remembers how long each chain was, so that a missing tail is
/// seen. A line is `2 NODE BOOT SEQ LINK MAC ROWS`, where ROWS is the newest revision of the small
/// tables; lines of format 1 have none. The last one of each boot counts.
///
/// Used by one thread at a time: at start by the wiring, then by the pipeline.
public final class Witness {
  /// The shortest time between two lines.
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(Witness.class.getName());
  private static final String FORMAT = "2";
  private static final String FORMAT_WITHOUT_ROWS = "1";
  private static final int FIELDS = 7;

  /// Ends a line that may have been cut off, so that nobody can read it.
  private static final String CUT_OFF = " -\n";

  private final Path file;
  private final Map<Writer, Seen> seen;
  private @Nullable ChainedEntry newest;
  private long rows;
  private boolean cutOff;
  private long writtenAtNanos = System.nanoTime() - PAUSE.toNanos();

  private Witness(Path file, Map<Writer, Seen> seen) {
    this.file = file;
    this.seen = seen;
  }

  /// How far a chain was seen to reach.
  ///
  /// @param rows the newest revision of the small tables; 0 if it is not known
  public record Seen(Writer writer, long seq, Digest link, Digest mac, long rows) {}

  /// Reads the file, which need not exist. A line that a crash or a full disk cut off is skipped.
  public static Witness open(Path file) {
    var seen = new LinkedHashMap<Writer, Seen>();
    try {
      String text = Files.exists(file) ? Files.readString(file, US_ASCII) : "";
      text.substring(0, text.lastIndexOf('\n') + 1) // what has no end was cut off
          .lines()
          .flatMap(line -> parse(line).stream())
          .forEach(one -> seen.put(one.writer(), one));
    } catch (IOException e) {
      throw new UncheckedIOException("the witness file cannot be read: " + file, e);
    }
    return new Witness(file, seen);
  }

  /// The last line of each boot.
  public List<Seen> seen() {
    return List.copyOf(seen.values());
  }

  /// Reduces the file to the last line of each boot.
  public void reduce() {
    var text = new StringBuilder();
    seen.values().forEach(one -> text.append(line(one)));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text, US_ASCII);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the witness file cannot be written: " + file, e);
    }
  }

  /// Notes the end of the chain; [#writeIfDue] writes it.
  ///
  /// @param rowsNow the newest revision of the small tables in what was committed; 0 if none is
  public void saw(ChainedEntry last, long rowsNow) {
    newest = last;
    rows = Math.max(rows, rowsNow);
  }

  /// Appends the newest head if the last line is old enough.
  public void writeIfDue() {
    if (newest != null && System.nanoTime() - writtenAtNanos >= PAUSE.toNanos()) {
      write();
    }
  }

  /// Appends the newest head now, if there is one. A failure is logged: entries are durable in the
  /// database, and the next line makes up for it.
  public void write() {
    ChainedEntry last = newest;
    if (last == null) {
      return;
    }
    newest = null;
    writtenAtNanos = System.nanoTime();
    var head = new Seen(last.entry().writer(), last.entry().seq(), last.link(), last.mac(), rows);
    seen.put(head.writer(), head);
    String line = cutOff ? CUT_OFF + line(head) : line(head);
    cutOff = true;
    try (var channel = FileChannel.open(file, CREATE, WRITE, APPEND)) {
      var bytes = ByteBuffer.wrap(line.getBytes(US_ASCII));
      while (bytes.hasRemaining()) { // on a disk that is nearly full only some of it is written
        channel.write(bytes);
      }
      channel.force(false);
      cutOff = false;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the witness file cannot be written: " + file, e);
    }
  }

  private static String line(Seen one) {
    return String.join(
            " ",
            FORMAT,
            one.writer().node(),
            one.writer().boot().hex(),
            Long.toString(one.seq()),
            one.link().toString(),
            one.mac().toString(),
            Long.toString(one.rows()))
        + "\n";
  }

  private static Optional<Seen> parse(String line) {
    String[] fields = line.split(" ", -1);
    boolean withRows = fields[0].equals(FORMAT) && fields.length == FIELDS;
    boolean without = fields[0].equals(FORMAT_WITHOUT_ROWS) && fields.length == FIELDS - 1;
    if (!withRows && !without) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Seen(
              new Writer(fields[1], new Id(fields[2])),
              Long.parseLong(fields[3]),
              digest(fields[4]),
              digest(fields[5]),
              withRows ? Long.parseLong(fields[FIELDS - 1]) : 0));
    } catch (RuntimeException _) { // a line that was cut off; the one before it counts
      return Optional.empty();
    }
  }

  private static Digest digest(String hex) {
    return new Digest(HexFormat.of().parseHex(hex));
  }
}
