package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.model.SecretName;
import dev.claviger.model.Version;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries a change to everybody who has to know, each before the next could show it: the mask, the
/// file, then the program.
///
/// @param values null: nothing is masked
/// @param files null: there are none
record News(
    @Nullable KnownValues values, @Nullable SecretFiles files, Reaction reaction, Notices notices)
    implements ScopeWatcher.Listener {
  @Override
  public void arriving(FetchedSecret secret) {
    if (values != null) {
      values.learn(Map.of(secret.name(), secret.value()));
    }
  }

  @Override
  public void arrived(SecretName name, Version version) {
    notices.say(name + " is now version " + version);
    updateFile(name);
    reaction.changed();
  }

  @Override
  public void removed(SecretName name) {
    notices.say(name + " is gone; the program keeps the value that it has");
    updateFile(name);
  }

  private void updateFile(SecretName name) {
    if (files == null) {
      return;
    }
    try {
      files.update(name);
    } catch (UncheckedIOException e) {
      notices.say("the file of " + name + " is still the former one: " + e.getMessage());
    }
  }
}
