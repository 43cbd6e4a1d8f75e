package dev.claviger.spec;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// A class that never calls one method.
final class NeverCall extends ArchCondition<JavaClass> {
  private final Class<?> owner;
  private final String method;

  NeverCall(Class<?> owner, String method) {
    super("never call " + owner.getSimpleName() + "." + method);
    this.owner = owner;
    this.method = method;
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    for (JavaMethodCall call : item.getMethodCallsFromSelf()) {
      if (call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method)) {
        events.add(SimpleConditionEvent.violated(call, call.getDescription()));
      }
    }
  }
}
