package dev.claviger.cli;

import dev.claviger.cli.access.AccessShow;
import dev.claviger.cli.access.BindingCreate;
import dev.claviger.cli.access.BindingDelete;
import dev.claviger.cli.access.BindingList;
import dev.claviger.cli.access.RoleCreate;
import dev.claviger.cli.access.RoleDelete;
import dev.claviger.cli.access.RoleList;
import dev.claviger.cli.access.RoleShow;
import dev.claviger.cli.access.RoleUpdate;
import dev.claviger.cli.account.ApiCall;
import dev.claviger.cli.account.Init;
import dev.claviger.cli.account.Login;
import dev.claviger.cli.account.Logout;
import dev.claviger.cli.account.ShellCompletion;
import dev.claviger.cli.account.Status;
import dev.claviger.cli.audit.AuditExport;
import dev.claviger.cli.audit.AuditList;
import dev.claviger.cli.audit.AuditTail;
import dev.claviger.cli.audit.AuditVerify;
import dev.claviger.cli.demo.Demo;
import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.key.KeyRotate;
import dev.claviger.cli.key.KeyStatus;
import dev.claviger.cli.people.AgentCreate;
import dev.claviger.cli.people.AgentDelete;
import dev.claviger.cli.people.AgentList;
import dev.claviger.cli.people.TokenCreate;
import dev.claviger.cli.people.TokenList;
import dev.claviger.cli.people.TokenRevoke;
import dev.claviger.cli.people.TokenRotate;
import dev.claviger.cli.people.UserCreate;
import dev.claviger.cli.people.UserDelete;
import dev.claviger.cli.people.UserList;
import dev.claviger.cli.people.UserPassword;
import dev.claviger.cli.run.RunCommand;
import dev.claviger.cli.secret.Find;
import dev.claviger.cli.secret.SecretDelete;
import dev.claviger.cli.secret.SecretDestroy;
import dev.claviger.cli.secret.SecretDisable;
import dev.claviger.cli.secret.SecretEnable;
import dev.claviger.cli.secret.SecretGet;
import dev.claviger.cli.secret.SecretHistory;
import dev.claviger.cli.secret.SecretList;
import dev.claviger.cli.secret.SecretRestore;
import dev.claviger.cli.secret.SecretRotate;
import dev.claviger.cli.secret.SecretSet;
import dev.claviger.cli.secret.SecretUndelete;
import dev.claviger.cli.space.EnvCreate;
import dev.claviger.cli.space.EnvDelete;
import dev.claviger.cli.space.EnvList;
import dev.claviger.cli.space.SpaceCreate;
import dev.claviger.cli.space.SpaceDelete;
import dev.claviger.cli.space.SpaceList;
import dev.claviger.cli.space.SpaceRestore;
import dev.claviger.cli.space.SpaceShow;
import dev.claviger.cli.space.SpaceUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which commands there are. A switch finds one without building the others; [Summaries] are
/// loaded for help and mistakes only.
final class CommandTree {
  private CommandTree() {}

  /// The command of this name, such as `secret get`, or null.
  static @Nullable Command build(String name, Surroundings in) {
    return switch (name) {
      case "init" -> new Init(in);
      case "login" -> new Login(in);
      case "logout" -> new Logout(in);
      case "status" -> new Status(in);
      case "run" -> new RunCommand(in);
      case "find" -> new Find(in);
      case "secret list" -> new SecretList(in);
      case "secret get" -> new SecretGet(in);
      case "secret set" -> new SecretSet(in);
      case "secret rotate" -> new SecretRotate(in);
      case "secret history" -> new SecretHistory(in);
      case "secret restore" -> new SecretRestore(in);
      case "secret disable" -> new SecretDisable(in);
      case "secret enable" -> new SecretEnable(in);
      case "secret delete" -> new SecretDelete(in);
      case "secret undelete" -> new SecretUndelete(in);
      case "secret destroy" -> new SecretDestroy(in);
      case "space list" -> new SpaceList(in);
      case "space create" -> new SpaceCreate(in);
      case "space show" -> new SpaceShow(in);
      case "space update" -> new SpaceUpdate(in);
      case "space delete" -> new SpaceDelete(in);
      case "space restore" -> new SpaceRestore(in);
      case "env list" -> new EnvList(in);
      case "env create" -> new EnvCreate(in);
      case "env delete" -> new EnvDelete(in);
      case "user list" -> new UserList(in);
      case "user create" -> new UserCreate(in);
      case "user delete" -> new UserDelete(in);
      case "user password" -> new UserPassword(in);
      case "agent list" -> new AgentList(in);
      case "agent create" -> new AgentCreate(in);
      case "agent delete" -> new AgentDelete(in);
      case "token list" -> new TokenList(in);
      case "token create" -> new TokenCreate(in);
      case "token rotate" -> new TokenRotate(in);
      case "token revoke" -> new TokenRevoke(in);
      case "role list" -> new RoleList(in);
      case "role show" -> new RoleShow(in);
      case "role create" -> new RoleCreate(in);
      case "role update" -> new RoleUpdate(in);
      case "role delete" -> new RoleDelete(in);
      case "binding list" -> new BindingList(in);
      case "binding create" -> new BindingCreate(in);
      case "binding delete" -> new BindingDelete(in);
      case "access show" -> new AccessShow(in);
      case "key status" -> new KeyStatus(in);
      case "key rotate" -> new KeyRotate(in);
      case "audit list" -> new AuditList(in);
      case "audit export" -> new AuditExport(in);
      case "audit tail" -> new AuditTail(in);
      case "audit verify" -> new AuditVerify(in);
      case "api" -> new ApiCall(in);
      case "demo" -> new Demo(in);
      case "completion" -> new ShellCompletion(in);
      default -> null;
    };
  }

  /// Whether the word needs a second one.
  static boolean isGroup(String noun) {
    return switch (noun) {
      case "secret", "space", "env", "user", "agent", "token" -> true;
      case "role", "binding", "access", "key", "audit" -> true;
      default -> false;
    };
  }

  static List<String> firstWords() {
    return Summaries.ALL.keySet().stream().filter(name -> name.indexOf(' ') < 0).toList();
  }

  static List<String> verbsOf(String noun) {
    String prefix = noun + " ";
    return Summaries.ALL.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
