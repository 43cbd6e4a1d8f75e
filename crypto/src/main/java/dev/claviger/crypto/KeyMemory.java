package dev.claviger.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/// The bytes of one key, at rest in [LockedPages]. Only while it is used does a copy stand in the
/// heap, because the JDK's primitives take nothing else.
///
/// Zeroed when closed, or when nobody can reach it any more. Any thread may use it.
final class KeyMemory implements AutoCloseable {
  static final int MAX_BYTES = LockedPages.SLOT_BYTES;

  private static final Cleaner CLEANER = Cleaner.create();

  private final int length;
  private final Slot slot = new Slot();
  private final Cleaner.Cleanable cleanable;

  /// Copies `bytes`, which stay the caller's to clear.
  ///
  /// @throws IllegalArgumentException if they are more than [#MAX_BYTES]
  KeyMemory(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a key has at most " + MAX_BYTES + " bytes");
    }
    this.length = bytes.length;
    MemorySegment.copy(bytes, 0, slot.memory, JAVA_BYTE, 0, length);
    this.cleanable = CLEANER.register(this, slot);
  }

  /// Lends a copy to `use`, which must not keep it: it is wiped after.
  ///
  /// @throws IllegalStateException if the key is closed
  <T> T reveal(Function<byte[], T> use) {
    byte[] copy = copy();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /// Lends a copy to `use`, as [#reveal] does.
  void lend(Consumer<byte[]> use) {
    byte[] copy = copy();
    try {
      use.accept(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private byte[] copy() {
    byte[] copy = new byte[length];
    try {
      MemorySegment.copy(slot.memory, JAVA_BYTE, 0, copy, 0, length);
      VarHandle.loadLoadFence(); // closing says so before it overwrites
      if (slot.open) {
        return copy;
      }
    } finally {
      Reference.reachabilityFence(this);
    }
    Arrays.fill(copy, (byte) 0);
    throw new IllegalStateException("the key is closed");
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  /// What outlives the key by a moment: it must not refer to it.
  private static final class Slot implements Runnable {
    private final MemorySegment memory = LockedPages.ofProcess().take();
    private volatile boolean open = true;

    @Override
    public void run() {
      open = false;
      VarHandle.fullFence();
      LockedPages.ofProcess().giveBack(memory);
    }
  }
}
