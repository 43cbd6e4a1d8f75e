package dev.claviger.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.config.ServerSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of all settings and where each came from: the environment wins over the file, and a
/// file named by `NAME_FILE` over the variable `NAME` beside it.
final class RawSettings {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  /// One text and where it came from.
  record Raw(String text, Source source) {
    @Override
    public String toString() {
      return "Raw[" + source + "]"; // it may be a secret
    }
  }

  private final Map<Setting, Raw> texts = new EnumMap<>(Setting.class);
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /// @param environment by upper-case name, as `file`
  RawSettings(Map<String, String> environment, Map<String, String> file) {
    for (Setting setting : Setting.values()) {
      if (!take(setting, environment, Source.ENVIRONMENT)) {
        take(setting, file, Source.FILE);
      }
    }
  }

  @Nullable Raw get(Setting setting) {
    return texts.get(setting);
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> problems() {
    return problems;
  }

  private boolean take(Setting setting, Map<String, String> from, Source source) {
    String direct = from.get(setting.variable());
    String path = setting.secret() ? from.get(setting.fileVariable()) : null;
    if (direct == null && path == null) {
      return false;
    }
    String text = path == null ? direct : contents(setting, Path.of(path), direct);
    if (text == null) {
      return true; // said among the problems
    }
    if (text.isEmpty()) {
      problems.add(setting.variable() + " is empty; set it, or leave it out");
    }
    texts.put(setting, new Raw(text, source));
    return true;
  }

  /// What stands in the file, or `fallback` where there is none.
  private @Nullable String contents(Setting setting, Path file, @Nullable String fallback) {
    try {
      byte[] bytes = Files.newInputStream(file).readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        problems.add(setting.fileVariable() + " names a file of over " + MAX_FILE_BYTES + " bytes");
        return null;
      }
      warnIfOpen(setting, file);
      return new String(bytes, UTF_8).strip();
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
    }
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
