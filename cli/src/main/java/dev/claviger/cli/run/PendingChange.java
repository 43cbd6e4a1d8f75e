package dev.claviger.cli.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A flag that one thread waits for and others set: many changes before it is taken are one.
final class PendingChange {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private boolean pending;
  private boolean nudged;

  void set() {
    lock.lock();
    try {
      pending = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends a [#pause] early.
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is set, and leaves it so.
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!pending) {
        something.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits as long as `longest`, or until nudged.
  void pause(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      while (!nudged && left > 0) {
        left = something.awaitNanos(left);
      }
      nudged = false;
    } finally {
      lock.unlock();
    }
  }

  /// Takes it: what changes from now on counts anew.
  void take() {
    lock.lock();
    try {
      pending = false;
    } finally {
      lock.unlock();
    }
  }
}
