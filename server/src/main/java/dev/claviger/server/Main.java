package dev.claviger.server;

import dev.claviger.core.AuditTruncated;
import dev.claviger.core.RowsChanged;
import dev.claviger.crypto.MasterKeyInvalid;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.process.ProcessShield;
import dev.claviger.model.process.Weakness;
import dev.claviger.server.Unsealing.Accepted;
import dev.claviger.server.config.ServerSettings;
import dev.claviger.server.config.SettingsProblem;
import dev.claviger.server.config.SettingsReader;
import dev.claviger.server.tls.CertificateMaker;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// `claviger server`: its commands and exit codes.
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USE = 2;
  static final int SEALED = 8;
  static final int BAD_SETTING = 78;

  private static final System.Logger LOG = System.getLogger(Main.class.getName());

  private static final String USAGE =
      """
      Usage: claviger server [start]
             claviger server cert --host NAME [--host NAME ...]
             claviger server reset-admin
             claviger server accept-cut
             claviger server accept-rows

      start        runs the server; this is what happens without a word as well
      cert         makes a certificate authority and a certificate in DATA/tls
      reset-admin  writes a new first token for user:admin; the server may be running
      accept-cut   puts on record that the end of the audit log was lost, so that the server starts
      accept-rows  puts on record that principals, tokens, roles, bindings, spaces and keys are as
                   somebody else left them, so that the server starts

      Settings: docs/settings.md. A stop by SIGTERM or Ctrl-C is clean.
      """;

  private final PrintStream out;
  private final PrintStream err;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Runs one command and ends the process with its exit code.
  @SuppressWarnings("SystemExitOutsideMain") // this is main
  public static void main(String[] arguments) {
    int code = new Main(System.out, System.err).run(List.of(arguments));
    if (code != DONE) {
      System.exit(code);
    }
  }

  private int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "start" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    if (command.equals("cert")) {
      return CertificateMaker.run(rest, out, err);
    }
    if (command.equals("--help") || command.equals("help")) {
      out.print(USAGE);
      return DONE;
    }
    if (!rest.isEmpty()
        || !List.of("start", "reset-admin", "accept-cut", "accept-rows").contains(command)) {
      err.println("claviger: there is no such command");
      err.print(USAGE);
      return WRONG_USE;
    }
    return orSay(() -> perform(command));
  }

  private interface Attempt {
    int run();
  }

  private int perform(String command) {
    ServerSettings settings = SettingsReader.ofThisProcess().settings();
    List<Weakness> weaknesses = ProcessShield.raise();
    LogSetup.apply(settings.log());
    settings.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    return switch (command) {
      case "reset-admin" -> resetAdmin(settings);
      case "accept-cut" -> acceptCut(unsealing(settings));
      case "accept-rows" -> acceptRows(unsealing(settings));
      default -> start(settings, weaknesses);
    };
  }

  /// Says what is wrong in one line, without a stack trace, where somebody can do something.
  private int orSay(Attempt attempt) {
    try {
      return attempt.run();
    } catch (SettingsProblem e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> err.println("claviger: " + line));
      return BAD_SETTING;
    } catch (MasterKeyInvalid e) {
      err.println("claviger: " + e.code() + ": " + e.getMessage());
      return BAD_SETTING;
    } catch (WrongMasterKey e) {
      err.println("claviger: sealed: " + e.getMessage());
      return SEALED;
    } catch (AuditTruncated | RowsChanged e) {
      err.println("claviger: " + e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the command failed", e);
      err.println("claviger: " + reason(e));
      return FAILED;
    }
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause();
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ": " + cause.getMessage();
  }

  private int start(ServerSettings settings, List<Weakness> weaknesses) {
    ClavigerServer server = ClavigerServer.start(settings, weaknesses, out);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  LogSetup.flush();
                  stopped.countDown();
                },
                "stop"));
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return DONE;
  }

  private int resetAdmin(ServerSettings settings) {
    Unsealing unsealing = unsealing(settings);
    try (var core = unsealing.open("", Set.of()).core();
        Token token = core.resetAdmin()) {
      unsealing.firstToken().write(token);
    }
    int port = settings.listeners().rest().listen().port();
    out.println("claviger: set the password of user:admin within 24 hours with");
    out.println("  " + FirstLogin.command(settings, port, unsealing.firstToken().path()));
    return DONE;
  }

  private int acceptCut(Unsealing unsealing) {
    try {
      unsealing.open("", Set.of()).core().close();
      out.println("claviger: nothing is missing from the audit log; start the server");
    } catch (AuditTruncated cut) {
      out.println("claviger: " + cut.getMessage());
      unsealing.open("", Set.of(Accepted.CUT)).core().close();
      out.println("claviger: that is on record now; start the server");
    }
    return DONE;
  }

  private int acceptRows(Unsealing unsealing) {
    try {
      unsealing.open("", Set.of()).core().close();
      out.println("claviger: all rows are as they were left; start the server");
    } catch (RowsChanged changed) {
      unsealing.open("", Set.of(Accepted.ROWS)).core().close();
      out.println("claviger: the rows are accepted as they are, which is on record now;");
      out.println("claviger: rows whose own MAC is wrong stay refused; start the server");
    }
    return DONE;
  }

  private static Unsealing unsealing(ServerSettings settings) {
    return new Unsealing(settings, Clock.systemUTC(), new SecureRandom());
  }
}
