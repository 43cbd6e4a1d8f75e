package dev.claviger.crypto;

import dev.claviger.model.process.CLibrary;
import dev.claviger.model.process.Weakness;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Memory outside the heap that is never swapped out, stands in no core dump and is empty in a
/// forked process, as far as the platform does that. Handed out in slots.
///
/// One for the process, since what the kernel locks is pages of the process.
public final class LockedPages {
  static final int SLOT_BYTES = 64;

  private static final int MADV_DONTDUMP = 16;
  private static final int MADV_WIPEONFORK = 18;
  private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

  private static final LockedPages OF_PROCESS = new LockedPages();

  private final Object lock = new Object();
  private final Deque<MemorySegment> free = new ArrayDeque<>();
  private final List<Weakness> weaknesses = new ArrayList<>();

  private LockedPages() {}

  static LockedPages ofProcess() {
    return OF_PROCESS;
  }

  /// What the platform has refused so far.
  public static List<Weakness> weaknesses() {
    synchronized (OF_PROCESS.lock) {
      return List.copyOf(OF_PROCESS.weaknesses);
    }
  }

  /// A slot of zeros, which the caller gives back.
  MemorySegment take() {
    synchronized (lock) {
      if (free.isEmpty()) {
        addPage();
      }
      return free.pop();
    }
  }

  void giveBack(MemorySegment slot) {
    slot.fill((byte) 0);
    synchronized (lock) {
      free.push(slot);
    }
  }

  /// A page is never given back: the keys of a process are few.
  private void addPage() {
    int size = CLibrary.call("getpagesize");
    MemorySegment page = Arena.global().allocate(size, size);
    if (CLibrary.call("mlock", page.address(), size) != 0) {
      report(
          "memory_not_locked",
          "keys may be written to swap: the limit of locked memory is too low; raise it with"
              + " LimitMEMLOCK= of systemd or ulimit -l, or encrypt the swap");
    }
    if (LINUX && !advised(page, MADV_DONTDUMP)) {
      report("memory_dumped", "the platform refuses to leave keys out of core dumps");
    }
    if (LINUX && !advised(page, MADV_WIPEONFORK)) {
      report("memory_forked", "the platform refuses to leave keys out of forked processes");
    }
    for (long at = 0; at < size; at += SLOT_BYTES) {
      free.push(page.asSlice(at, SLOT_BYTES));
    }
  }

  private static boolean advised(MemorySegment page, int advice) {
    return CLibrary.call("madvise", page.address(), page.byteSize(), advice) == 0;
  }

  private void report(String code, String message) {
    if (weaknesses.stream().noneMatch(known -> known.code().equals(code))) {
      weaknesses.add(new Weakness(code, message));
    }
  }
}
