package dev.claviger.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.SecretValue;
import dev.claviger.model.process.EnvironmentBlock;
import dev.claviger.model.process.ProcessShield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the settings: from the file that `CLAVIGER_CONFIG` names, else `DATA/claviger.env`, else
/// `.env` in the working folder, and from the environment, which wins.
public final class SettingsReader {
  private static final String CONFIG = "CLAVIGER_CONFIG";
  private static final String PREFIX = "CLAVIGER_";

  private final Map<String, String> environment;
  private final Map<String, SecretValue> secrets;
  private final Path workingFolder;
  private final String user;

  /// @param environment all of it; what is not ours is left alone
  /// @param user the name of the user who runs this process
  public SettingsReader(Map<String, String> environment, Path workingFolder, String user) {
    this(environment, Map.of(), workingFolder, user);
  }

  /// @param secrets variables that were taken out of `environment`
  private SettingsReader(
      Map<String, String> environment,
      Map<String, SecretValue> secrets,
      Path workingFolder,
      String user) {
    this.environment = environment;
    this.secrets = secrets;
    this.workingFolder = workingFolder;
    this.user = user;
  }

  /// Reads what this process was started with, and takes the secrets out of its environment, where
  /// others of its user could read them.
  public static SettingsReader ofThisProcess() {
    Map<String, SecretValue> secrets = EnvironmentBlock.take(ProcessShield::isSecret); // first
    return new SettingsReader(
        System.getenv(),
        secrets,
        Path.of("").toAbsolutePath(),
        System.getProperty("user.name", ""));
  }

  /// The folder that the server owns, whatever else may be wrong with the settings.
  public Path data() {
    Map<String, String> ours = ours();
    String given = ours.get(Setting.DATA.variable());
    String text = given == null ? file(ours).get(Setting.DATA.variable()) : given;
    return text == null ? dataByDefault() : workingFolder.resolve(text);
  }

  /// The checked settings.
  ///
  /// @throws SettingsProblem naming all that is wrong, with no value
  public ServerSettings settings() {
    Map<String, String> ours = ours();
    Map<String, String> file = file(ours);
    var all = new LinkedHashMap<>(file);
    all.putAll(ours);
    var objections = KnownNames.objections(all.keySet());
    if (!objections.isEmpty()) {
      throw new SettingsProblem(objections);
    }
    var raw = new RawSettings(ours, upperCase(secrets), file);
    return new TypedSettings(raw, workingFolder, dataByDefault()).tree();
  }

  private Map<String, String> ours() {
    var ours = new LinkedHashMap<>(upperCase(environment));
    ours.keySet().removeIf(name -> !name.startsWith(PREFIX));
    ours.keySet().removeAll(upperCase(secrets).keySet());
    return ours;
  }

  /// By upper-case name; of two spellings of one name the upper-case one counts.
  private static <T> Map<String, T> upperCase(Map<String, T> variables) {
    var upperCase = new LinkedHashMap<String, T>();
    variables.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (name.equals(upper) || !variables.containsKey(upper)) {
            upperCase.put(upper, value);
          }
        });
    return upperCase;
  }

  private Map<String, String> file(Map<String, String> ours) {
    String named = ours.get(CONFIG);
    if (named != null) {
      Path file = workingFolder.resolve(named);
      if (!Files.exists(file)) {
        throw new SettingsProblem(CONFIG + " names a file that does not exist");
      }
      return parsed(file);
    }
    String data = ours.get(Setting.DATA.variable());
    Path beside =
        (data == null ? dataByDefault() : workingFolder.resolve(data)).resolve("claviger.env");
    Path here = workingFolder.resolve(".env");
    Path found = Files.exists(beside) ? beside : Files.exists(here) ? here : null;
    return found == null ? Map.of() : parsed(found);
  }

  private static Map<String, String> parsed(Path file) {
    try {
      return Dotenv.parse(file.toString(), Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new SettingsProblem(file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private Path dataByDefault() {
    if (user.equals("root")) {
      return Path.of("/var/lib/claviger");
    }
    String share = environment.get("XDG_DATA_HOME");
    Path home = workingFolder.resolve(orEmpty(environment.get("HOME")));
    Path base = share == null || share.isEmpty() ? home.resolve(".local/share") : Path.of(share);
    return base.resolve("claviger/server");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
