package dev.claviger.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.SecretValue;
import dev.claviger.server.config.ServerSettings.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all settings were set to and where each came from: the environment wins over the file, and
/// a file named by `NAME_FILE` over the variable `NAME` beside it.
final class RawSettings {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  /// One text and where it came from.
  record Raw(String text, Source source) {}

  /// One secret and where it came from.
  record RawSecret(SecretValue value, Source source) {}

  private final Map<Setting, Raw> texts = new EnumMap<>(Setting.class);
  private final Map<Setting, RawSecret> secrets = new EnumMap<>(Setting.class);
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /// All by upper-case name.
  ///
  /// @param taken the variables that were taken out of `environment`
  RawSettings(
      Map<String, String> environment, Map<String, SecretValue> taken, Map<String, String> file) {
    for (Setting setting : Setting.values()) {
      if (setting.secret()) {
        if (!takeSecret(setting, environment, taken, Source.ENVIRONMENT)) {
          takeSecret(setting, file, Map.of(), Source.FILE);
        }
      } else if (!take(setting, environment, Source.ENVIRONMENT)) {
        take(setting, file, Source.FILE);
      }
    }
  }

  @Nullable Raw get(Setting setting) {
    return texts.get(setting);
  }

  @Nullable RawSecret secret(Setting setting) {
    return secrets.get(setting);
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> problems() {
    return problems;
  }

  private boolean take(Setting setting, Map<String, String> from, Source source) {
    String text = from.get(setting.variable());
    if (text == null) {
      return false;
    }
    refuseEmpty(setting, text.isEmpty());
    texts.put(setting, new Raw(text, source));
    return true;
  }

  private boolean takeSecret(
      Setting setting, Map<String, String> from, Map<String, SecretValue> taken, Source source) {
    SecretValue direct = direct(setting, from, taken);
    String path = from.get(setting.fileVariable());
    if (direct == null && path == null) {
      return false;
    }
    SecretValue value = path == null ? direct : contents(setting, Path.of(path), direct);
    if (value != null) { // else said among the problems
      refuseEmpty(setting, value.reveal(bytes -> bytes.length == 0));
      secrets.put(setting, new RawSecret(value, source));
    }
    return true;
  }

  private static @Nullable SecretValue direct(
      Setting setting, Map<String, String> from, Map<String, SecretValue> taken) {
    String text = from.get(setting.variable());
    return text == null ? taken.get(setting.variable()) : SecretValue.copyOf(text.getBytes(UTF_8));
  }

  private void refuseEmpty(Setting setting, boolean empty) {
    if (empty) {
      problems.add(setting.variable() + " is empty; set it, or leave it out");
    }
  }

  /// What stands in the file, or `fallback` where there is none.
  private @Nullable SecretValue contents(
      Setting setting, Path file, @Nullable SecretValue fallback) {
    byte[] bytes = {};
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        problems.add(setting.fileVariable() + " names a file of over " + MAX_FILE_BYTES + " bytes");
        return null;
      }
      warnIfOpen(setting, file);
      return stripped(bytes);
    } catch (NoSuchFileException _) {
      if (fallback == null) {
        problems.add(
            setting.fileVariable()
                + " names a file that does not exist; make it, or set "
                + setting.variable());
      }
      return fallback;
    } catch (IOException e) {
      problems.add(
          setting.fileVariable()
              + " names a file that cannot be read: "
              + e.getClass().getSimpleName());
      return null;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static SecretValue stripped(byte[] bytes) {
    int start = 0;
    int end = bytes.length;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    while (end > start && isSpace(bytes[end - 1])) {
      end--;
    }
    byte[] kept = Arrays.copyOfRange(bytes, start, end);
    try {
      return SecretValue.copyOf(kept);
    } finally {
      Arrays.fill(kept, (byte) 0);
    }
  }

  private static boolean isSpace(byte letter) {
    return letter >= 0 && letter <= ' ';
  }

  private void warnIfOpen(Setting setting, Path file) throws IOException {
    var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null
        && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      warnings.add(
          "the file that "
              + setting.fileVariable()
              + " names can be read by every user of this machine; take that away with: chmod o-r");
    }
  }
}
