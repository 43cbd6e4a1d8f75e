package dev.claviger.core;

import static dev.claviger.core.Permission.*;

import dev.claviger.crypto.TokenId;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An operation on who may do what.
public sealed interface AccessOperation extends Operation {
  @Override
  default Resource resource() {
    return switch (this) {
      case ListPrincipals _ -> Resource.in("principal", place(), null);
      case DescribePrincipal(var name) -> Resource.in("principal", place(), name.toString());
      case CreatePrincipal(var name) -> Resource.in("principal", place(), name.toString());
      case CreateAgent(var name, _) -> Resource.in("principal", place(), name.toString());
      case DeletePrincipal(var name) -> Resource.in("principal", place(), name.toString());
      case ResetPassword(var name) -> Resource.in("principal", place(), name.toString());
      case ListTokens _ -> Resource.in("token", place(), null);
      case CreateToken(var name, _, _) -> Resource.in("token", place(), name.toString());
      case RotateToken(var id, _) -> Resource.in("token", place(), id.toString());
      case RevokeToken(var id, _) -> Resource.in("token", place(), id.toString());
      case ListRoles _ -> Resource.in("role", place(), null);
      case CreateRole(var name) -> Resource.in("role", place(), name.value());
      case UpdateRole(var name) -> Resource.in("role", place(), name.value());
      case DeleteRole(var name) -> Resource.in("role", place(), name.value());
      case DescribePermissions(var name, _) -> Resource.in("principal", place(), name.toString());
      case ListBindings _ -> Resource.in("binding", place(), null);
      case CreateBinding(var name, _) -> Resource.in("binding", place(), name.toString());
      case DeleteBinding(var id, _) -> Resource.in("binding", place(), id.toString());
    };
  }

  @Override
  default String action() {
    return switch (this) {
      case ListPrincipals _, ListTokens _, ListRoles _, ListBindings _ -> "LIST";
      case DescribePrincipal _ -> "DESCRIBE";
      case DescribePermissions _ -> "PERMISSIONS";
      case CreatePrincipal _, CreateAgent _, CreateToken _, CreateRole _ -> "CREATE";
      case UpdateRole _ -> "UPDATE";
      case DeletePrincipal _, DeleteRole _ -> "DELETE";
      case ResetPassword _ -> "RESET_PASSWORD";
      case RotateToken _ -> "ROTATE";
      case RevokeToken _ -> "REVOKE";
      case CreateBinding _ -> "GRANT";
      case DeleteBinding _ -> "UNGRANT";
    };
  }

  @Override
  default Reach place() {
    return switch (this) {
      case CreateAgent(_, var scope) -> new InEnvironment(scope);
      case ListBindings(var reach) -> reach;
      case CreateBinding(_, var reach) -> reach;
      case DeleteBinding(_, var reach) -> reach;
      case CreateToken(_, var scope, _) when scope != null -> new InEnvironment(scope);
      default -> Reach.EVERYWHERE;
    };
  }

  @Override
  default Set<Permission> needs() {
    return switch (this) {
      case ListPrincipals _, DescribePrincipal _ -> PRINCIPAL_LIST.alone();
      case CreatePrincipal _ -> PRINCIPAL_CREATE.alone();
      case CreateAgent _ -> Set.of(PRINCIPAL_CREATE, BINDING_CREATE, TOKEN_CREATE);
      case DeletePrincipal _ -> PRINCIPAL_DELETE.alone();
      case ResetPassword _ -> PRINCIPAL_UPDATE.alone();
      case ListTokens(var own) -> own ? Set.of() : TOKEN_LIST.alone();
      case CreateToken(_, _, var own) -> own ? Set.of() : TOKEN_CREATE.alone();
      case RotateToken(_, var own) -> own ? Set.of() : Set.of(TOKEN_CREATE, TOKEN_REVOKE);
      case RevokeToken(_, var own) -> own ? Set.of() : TOKEN_REVOKE.alone();
      case ListRoles _ -> Set.of();
      case CreateRole _ -> ROLE_CREATE.alone();
      case UpdateRole _ -> ROLE_UPDATE.alone();
      case DeleteRole _ -> ROLE_DELETE.alone();
      case DescribePermissions(_, var own) -> own ? Set.of() : BINDING_LIST.alone();
      case ListBindings _ -> BINDING_LIST.alone();
      case CreateBinding _ -> BINDING_CREATE.alone();
      case DeleteBinding _ -> BINDING_DELETE.alone();
    };
  }

  record ListPrincipals() implements AccessOperation {}

  record DescribePrincipal(Principal principal) implements AccessOperation {}

  record CreatePrincipal(Principal principal) implements AccessOperation {}

  record CreateAgent(Principal principal, Scope scope) implements AccessOperation {}

  record DeletePrincipal(Principal principal) implements AccessOperation {}

  record ResetPassword(Principal principal) implements AccessOperation {}

  record ListTokens(boolean own) implements AccessOperation {}

  record CreateToken(Principal principal, @Nullable Scope scope, boolean own)
      implements AccessOperation {}

  record RotateToken(TokenId id, boolean own) implements AccessOperation {}

  record RevokeToken(TokenId id, boolean own) implements AccessOperation {}

  record ListRoles() implements AccessOperation {}

  record CreateRole(RoleName name) implements AccessOperation {}

  record UpdateRole(RoleName name) implements AccessOperation {}

  record DeleteRole(RoleName name) implements AccessOperation {}

  record DescribePermissions(Principal principal, boolean own) implements AccessOperation {}

  record ListBindings(Reach reach) implements AccessOperation {}

  record CreateBinding(Principal principal, Reach reach) implements AccessOperation {}

  record DeleteBinding(Id id, Reach reach) implements AccessOperation {}
}
