package dev.claviger.cli.run;

import java.util.List;
import java.util.Set;

/// Environment variables that make a program run other code, find other programs or trust others.
///
/// Whoever may write a secret of such a name could take over every program that gets it, so they
/// need `--allow-dangerous` (SECURITY F-4).
final class DangerousNames {
  /// Of the dynamic linkers, of exported shell functions, and our own.
  static final List<String> PREFIXES = List.of("LD_", "DYLD_", "BASH_FUNC_", "CLAVIGER_");

  static final Set<String> NAMES =
      Set.of(
          // shells
          "BASH_ENV",
          "BASHOPTS",
          "CDPATH",
          "ENV",
          "FPATH",
          "GLOBIGNORE",
          "IFS",
          "PATH",
          "PROMPT_COMMAND",
          "PS4",
          "SHELL",
          "SHELLOPTS",
          "ZDOTDIR",
          // interpreters and virtual machines
          "CLASSPATH",
          "CORECLR_ENABLE_PROFILING",
          "CORECLR_PROFILER",
          "CORECLR_PROFILER_PATH",
          "DOTNET_STARTUP_HOOKS",
          "ELECTRON_RUN_AS_NODE",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "LUA_CPATH",
          "LUA_INIT",
          "LUA_PATH",
          "NODE_EXTRA_CA_CERTS",
          "NODE_OPTIONS",
          "NODE_PATH",
          "PERL5DB",
          "PERL5LIB",
          "PERL5OPT",
          "PERLLIB",
          "PHP_INI_SCAN_DIR",
          "PHPRC",
          "PYTHONBREAKPOINT",
          "PYTHONEXECUTABLE",
          "PYTHONHOME",
          "PYTHONINSPECT",
          "PYTHONPATH",
          "PYTHONSTARTUP",
          "PYTHONUSERBASE",
          "PYTHONWARNINGS",
          "RUBYLIB",
          "RUBYOPT",
          "R_ENVIRON",
          "R_PROFILE",
          // build tools
          "ANT_OPTS",
          "GOFLAGS",
          "GRADLE_OPTS",
          "MAKEFLAGS",
          "MAVEN_OPTS",
          "RUSTC_WRAPPER",
          "RUSTFLAGS",
          // programs that start the programs named in them
          "BROWSER",
          "EDITOR",
          "EXINIT",
          "GIT_ASKPASS",
          "GIT_CONFIG",
          "GIT_CONFIG_COUNT",
          "GIT_CONFIG_GLOBAL",
          "GIT_CONFIG_PARAMETERS",
          "GIT_CONFIG_SYSTEM",
          "GIT_EDITOR",
          "GIT_EXEC_PATH",
          "GIT_EXTERNAL_DIFF",
          "GIT_PAGER",
          "GIT_PROXY_COMMAND",
          "GIT_SEQUENCE_EDITOR",
          "GIT_SSH",
          "GIT_SSH_COMMAND",
          "GIT_TEMPLATE_DIR",
          "LESSCLOSE",
          "LESSOPEN",
          "MANPAGER",
          "PAGER",
          "SSH_ASKPASS",
          "SUDO_ASKPASS",
          "VIMINIT",
          "VISUAL",
          // libraries
          "GCONV_PATH",
          "GTK_MODULES",
          "HOSTALIASES",
          "LOCPATH",
          "NLSPATH",
          "OPENSSL_CONF",
          "OPENSSL_ENGINES",
          "OPENSSL_MODULES",
          "QT_PLUGIN_PATH",
          "SSL_CERT_DIR",
          "SSL_CERT_FILE",
          "TERMINFO",
          "TERMINFO_DIRS");

  private DangerousNames() {}

  static boolean contains(String name) {
    return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
  }
}
