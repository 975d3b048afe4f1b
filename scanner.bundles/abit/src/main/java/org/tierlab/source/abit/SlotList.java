package org.tierlab.source.abit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/** The processes to scan and the cursor that goes round them, shared by all scan threads. */
final class SlotList {
  private final SourceContext context;
  private final ScannerVersion version;
  private final long attachedNs;
  private final List<Slot> slots = new ArrayList<>();
  private final List<IntConsumer> collectors = new ArrayList<>();
  private int knownMms;
  private int cursor;

  SlotList(SourceContext context, ScannerVersion version) {
    this.context = context;
    this.version = version;
    attachedNs = context.nowNs();
  }

  /** Is told of processes that have exited. */
  void onCollect(IntConsumer collector) {
    collectors.add(collector);
  }

  int size() {
    return slots.size();
  }

  /** Adds processes that have started meanwhile. */
  void enterNew(int periodMs) {
    for (AddressSpaceView mm : context.addressSpaces()) {
      if (mm.id() >= knownMms) {
        knownMms = mm.id() + 1;
        long bornNs = mm.vmas().stream().mapToLong(Vma::createdNs).min().orElse(context.nowNs());
        slots.add(new Slot(context, mm, Math.max(attachedNs, bornNs), version, periodMs));
      }
    }
  }

  /** The slot under the cursor, which moves on; null if its process has exited. */
  @Nullable Slot next() {
    if (cursor >= slots.size()) {
      cursor = 0;
    }
    Slot slot = slots.get(cursor);
    if (slot.mm.exited()) {
      slots.remove(cursor);
      collectors.forEach(collector -> collector.accept(slot.mm.id()));
      return null;
    }
    cursor++;
    return slot;
  }

  /** Moves the cursor on. */
  void skip(long turns) {
    cursor = (int) ((cursor + turns) % slots.size());
  }
}
