package dev.claviger.core;

import static dev.claviger.core.Permission.*;

import dev.claviger.crypto.KeyPurpose;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything a caller can ask for. A new operation does not compile until it has said what right
/// it needs, where, what it is about and what the audit log calls it.
public sealed interface Operation
    permits Operation.OnSecret,
        Operation.OnSecrets,
        Operation.OnSpace,
        AccessOperation,
        Operation.OnServer {

  /// What the audit log calls it. Stable.
  String action();

  Resource resource();

  /// Where the rights are needed.
  Reach place();

  /// The rights it needs, all of them. Empty = everybody who has signed in, for what is their own.
  Set<Permission> needs();

  /// An operation on one secret.
  sealed interface OnSecret extends Operation {
    SecretRef ref();

    @Override
    default Resource resource() {
      return Resource.of(ref());
    }

    @Override
    default Reach place() {
      return new InEnvironment(ref().scope());
    }

    @Override
    default String action() {
      return switch (this) {
        case DescribeSecret _ -> "DESCRIBE";
        case ReadMasked _ -> "MASKED_READ";
        case ReadValue _ -> "READ";
        case CreateSecret _ -> "CREATE";
        case UpdateSecret _ -> "UPDATE";
        case RotateSecret _ -> "ROTATE";
        case RestoreVersion _ -> "RESTORE";
        case DestroyVersion _ -> "DESTROY";
        case DeleteSecret _ -> "DELETE";
        case ListVersions _ -> "HISTORY";
      };
    }

    @Override
    default Set<Permission> needs() {
      return switch (this) {
        case DescribeSecret _, ListVersions _ -> SECRET_GET.alone();
        case ReadMasked _ -> Set.of(SECRET_GET, SECRET_GET_MASKED);
        case ReadValue read ->
            read.overHttp() ? Set.of(SECRET_GET, SECRET_READ_VALUES) : SECRET_READ_VALUES.alone();
        case CreateSecret _ -> SECRET_CREATE.alone();
        case UpdateSecret _, RotateSecret _, RestoreVersion _ -> SECRET_UPDATE.alone();
        case DestroyVersion _, DeleteSecret _ -> SECRET_DELETE.alone();
      };
    }
  }

  record DescribeSecret(SecretRef ref) implements OnSecret {}

  record ReadMasked(SecretRef ref) implements OnSecret {}

  /// One value.
  ///
  /// @param version null = the current one
  record ReadValue(SecretRef ref, @Nullable Version version, boolean overHttp)
      implements OnSecret {}

  record CreateSecret(SecretRef ref) implements OnSecret {}

  record UpdateSecret(SecretRef ref) implements OnSecret {}

  record RotateSecret(SecretRef ref) implements OnSecret {}

  record RestoreVersion(SecretRef ref, Version version) implements OnSecret {}

  record DestroyVersion(SecretRef ref, Version version) implements OnSecret {}

  record DeleteSecret(SecretRef ref, boolean hard) implements OnSecret {}

  record ListVersions(SecretRef ref) implements OnSecret {}

  /// An operation on several secrets of one place.
  sealed interface OnSecrets extends Operation {
    @Override
    default Resource resource() {
      return Resource.in("secret", place(), null);
    }

    @Override
    default String action() {
      return switch (this) {
        case ListSecrets list -> list.masked() ? "MASKED_READ" : "LIST";
        case ReadValues _ -> "READ";
        case WatchSecrets _ -> "WATCH";
        case ImportSecrets _ -> "IMPORT";
        case ListDeletedSecrets _ -> "LIST_DELETED";
        case UndeleteSecret _ -> "UNDELETE";
      };
    }

    @Override
    default Set<Permission> needs() {
      return switch (this) {
        case ListSecrets list ->
            list.masked() ? Set.of(SECRET_LIST, SECRET_GET_MASKED) : SECRET_LIST.alone();
        case ReadValues read ->
            read.overHttp() ? Set.of(SECRET_LIST, SECRET_READ_VALUES) : SECRET_READ_VALUES.alone();
        case WatchSecrets _ -> SECRET_READ_VALUES.alone();
        case ImportSecrets _ -> Set.of(SECRET_CREATE, SECRET_UPDATE);
        case ListDeletedSecrets _ -> SECRET_LIST.alone();
        case UndeleteSecret _ -> SECRET_DELETE.alone();
      };
    }
  }

  record ListSecrets(Reach place, boolean masked) implements OnSecrets {}

  record ReadValues(Reach place, boolean overHttp) implements OnSecrets {}

  record WatchSecrets(Reach place) implements OnSecrets {}

  record ImportSecrets(Reach place) implements OnSecrets {}

  record ListDeletedSecrets(Reach place) implements OnSecrets {}

  record UndeleteSecret(Reach place, Id id) implements OnSecrets {}

  /// An operation on one space or one of its environments.
  sealed interface OnSpace extends Operation {
    @Override
    default Resource resource() {
      String type = place() instanceof InEnvironment ? "environment" : "space";
      return Resource.in(type, place(), null);
    }

    @Override
    default String action() {
      return switch (this) {
        case DescribeSpace _ -> "DESCRIBE";
        case CreateSpace _, CreateEnvironment _ -> "CREATE";
        case UpdateSpace _ -> "UPDATE";
        case DeleteSpace delete -> delete.erase() ? "ERASE" : "DELETE";
        case RestoreSpace _ -> "UNDELETE";
        case DeleteEnvironment _ -> "DELETE";
      };
    }

    @Override
    default Set<Permission> needs() {
      return switch (this) {
        case DescribeSpace _ -> SPACE_GET.alone();
        case CreateSpace _ -> SPACE_CREATE.alone();
        case UpdateSpace _ -> SPACE_UPDATE.alone();
        case DeleteSpace _, RestoreSpace _ -> SPACE_DELETE.alone();
        case CreateEnvironment _ -> ENVIRONMENT_CREATE.alone();
        case DeleteEnvironment _ -> ENVIRONMENT_DELETE.alone();
      };
    }
  }

  record DescribeSpace(SpaceName space) implements OnSpace {
    @Override
    public Reach place() {
      return new InSpace(space);
    }
  }

  record CreateSpace(SpaceName space) implements OnSpace {
    @Override
    public Reach place() {
      return new InSpace(space);
    }
  }

  record UpdateSpace(SpaceName space) implements OnSpace {
    @Override
    public Reach place() {
      return new InSpace(space);
    }
  }

  record DeleteSpace(SpaceName space, boolean erase) implements OnSpace {
    @Override
    public Reach place() {
      return new InSpace(space);
    }
  }

  record RestoreSpace(SpaceName space) implements OnSpace {
    @Override
    public Reach place() {
      return new InSpace(space);
    }
  }

  record CreateEnvironment(Scope scope) implements OnSpace {
    @Override
    public Reach place() {
      return new InEnvironment(scope);
    }
  }

  record DeleteEnvironment(Scope scope) implements OnSpace {
    @Override
    public Reach place() {
      return new InEnvironment(scope);
    }
  }

  /// An operation on the server, or one that nobody needs a right for.
  sealed interface OnServer extends Operation {
    @Override
    default Reach place() {
      return switch (this) {
        case ListAudit(var reach) -> reach;
        case RotateKey(var space) when space != null -> new InSpace(space);
        default -> Reach.EVERYWHERE;
      };
    }

    @Override
    default Resource resource() {
      return switch (this) {
        case ListSpaces _ -> Resource.in("space", place(), null);
        case FindSecrets _ -> Resource.in("secret", place(), null);
        case ListAudit _, VerifyAudit _ -> Resource.in("audit", place(), null);
        case ListKeys _ -> Resource.in("key", place(), null);
        case RotateSessionKey _ -> Resource.in("key", place(), KeyPurpose.SESSION_MAC.word());
        case RotateKey(var space) -> Resource.in("key", place(), space == null ? "root" : "space");
        case ListSettings _ -> Resource.in("settings", place(), null);
        case ReadStatus _ -> Resource.in("server", place(), null);
        case SignIn(var name) -> Resource.in("session", place(), name);
        case SignOut _, DescribeSession _, ChangePassword _ ->
            Resource.in("session", place(), null);
        case Authenticate _ -> Resource.in("session", place(), null);
        case ServerEvent(var type, _, var place, var name) -> Resource.in(type, place, name);
      };
    }

    @Override
    default String action() {
      return switch (this) {
        case ListSpaces _, ListAudit _, ListKeys _, ListSettings _ -> "LIST";
        case FindSecrets _ -> "FIND";
        case RotateKey _ -> "ROTATE";
        case VerifyAudit _ -> "VERIFY";
        case RotateSessionKey _ -> "ROTATE";
        case ReadStatus _, DescribeSession _ -> "DESCRIBE";
        case SignIn _ -> "LOGIN";
        case SignOut _ -> "LOGOUT";
        case ChangePassword _ -> "CHANGE_PASSWORD";
        case Authenticate _ -> "AUTHENTICATE";
        case ServerEvent event -> event.action();
      };
    }

    @Override
    default Set<Permission> needs() {
      return switch (this) {
        case ListAudit _ -> AUDIT_READ.alone();
        case VerifyAudit _ -> AUDIT_VERIFY.alone();
        case ListKeys _ -> KEY_LIST.alone();
        case RotateSessionKey _, RotateKey _ -> KEY_ROTATE.alone();
        case ListSettings _ -> SETTINGS_READ.alone();
        case ListSpaces _, FindSecrets _, ReadStatus _, SignIn _, SignOut _, DescribeSession _ ->
            Set.of();
        case ChangePassword _, Authenticate _, ServerEvent _ -> Set.of();
      };
    }
  }

  record ListSpaces() implements OnServer {}

  record FindSecrets() implements OnServer {}

  record ListAudit(Reach reach) implements OnServer {}

  record VerifyAudit() implements OnServer {}

  record ListKeys() implements OnServer {}

  /// Makes a new key for sessions, which ends them all.
  record RotateSessionKey() implements OnServer {}

  /// Makes a new key.
  ///
  /// @param space whose key it is; null = the root key
  record RotateKey(@Nullable SpaceName space) implements OnServer {}

  record ListSettings() implements OnServer {}

  record ReadStatus() implements OnServer {}

  /// A person proves who they are.
  ///
  /// @param user as it was given: a valid user name
  record SignIn(String user) implements OnServer {}

  record SignOut() implements OnServer {}

  record DescribeSession() implements OnServer {}

  record ChangePassword() implements OnServer {}

  /// A credential that was refused before any operation could be named.
  record Authenticate() implements OnServer {}

  /// What the server does or finds by itself, such as `CHAIN_OPEN`, `PURGE` or `SUMMARY`.
  record ServerEvent(String type, String action, Reach where, @Nullable String name)
      implements OnServer {
    @Override
    public Reach place() {
      return where;
    }
  }
}
