package dev.claviger.core;

import dev.claviger.core.audit.AuditReader;

/// What work on a caller's thread can see. Valid only inside [Database#read].
public interface Reading {
  SpaceReader spaces();

  SecretReader secrets();

  PeopleReader people();

  KeyReader keys();

  RotationReader rotations();

  AuditReader audit();

  IdempotencyReader idempotency();

  UseReader uses();

  RowReader rows();
}
