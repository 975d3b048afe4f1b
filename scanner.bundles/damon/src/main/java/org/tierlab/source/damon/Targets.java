package org.tierlab.source.damon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/**
 * What is watched, and what of it is mapped where.
 *
 * <p>{@code vaddr} watches each process in three ranges that follow its mappings, {@code fvaddr} a
 * fixed range of each, {@code paddr} all memory as one target. Processes that start later, and on
 * request children of targets, become targets at the next update, as damo adds them; those that
 * have exited are dropped.
 *
 * <p>Physical addresses are not modelled. For paddr they are: the processes in order of creation,
 * one behind the other, each with its mappings in order of addresses, then the page caches of
 * files, which paddr alone watches; a page keeps its address when it moves to another node, and the
 * memory of a process that has exited is not watched any more.
 */
final class Targets {
  private final SourceContext context;
  private final DamonKnobs knobs;
  private final List<String> chosen;
  private final Set<Integer> known = new HashSet<>();
  private final List<Target> targets = new ArrayList<>();
  private final Map<Integer, Long> physicalBase = new HashMap<>();
  private long nextPhysical;

  Targets(SourceContext context, DamonKnobs knobs) {
    this.context = context;
    this.knobs = knobs;
    chosen =
        Stream.of(knobs.targets().split(",", -1))
            .map(String::trim)
            .filter(name -> !name.isEmpty())
            .toList();
  }

  int size() {
    return targets.size();
  }

  Target get(int i) {
    return targets.get(i);
  }

  long totalPages() {
    return targets.stream().mapToLong(target -> target.regions().totalPages()).sum();
  }

  int regions() {
    int count = 0;
    for (int i = 0; i < targets.size(); i++) {
      count += targets.get(i).regions().size();
    }
    return count;
  }

  /** The most accesses that were counted for a region. */
  int highestCount() {
    int highest = 0;
    for (int i = 0; i < targets.size(); i++) {
      highest = Math.max(highest, targets.get(i).regions().highestCount());
    }
    return highest;
  }

  /** Follows processes and mappings. */
  void update() {
    List<AddressSpaceView> watched =
        context.addressSpaces().stream().filter(this::isWatched).toList();
    if (knobs.operations() == DamonKnobs.Operations.PADDR) {
      updatePhysical(watched);
      return;
    }
    targets.removeIf(target -> target.process() == null || target.process().exited());
    for (AddressSpaceView mm : watched) {
      Target target = targetOf(mm);
      target.map(virtualMap(mm));
      if (knobs.operations() == DamonKnobs.Operations.VADDR) {
        fit(target, ThreeRegions.of(mm.vmas()));
      } else if (target.regions().size() == 0) {
        target.regions().add(fixedStart(mm), fixedEnd(mm));
      }
    }
  }

  private boolean isWatched(AddressSpaceView mm) {
    boolean wanted = isNamed(mm) || known.contains(mm.id());
    if (knobs.children()) {
      for (AddressSpaceView at = mm.parent(); at != null; at = at.parent()) {
        wanted |= isNamed(at) || known.contains(at.id());
      }
    }
    if (wanted) {
      // A child stays a target when its parent exits.
      known.add(mm.id());
    }
    return wanted && !mm.vmas().isEmpty();
  }

  private boolean isNamed(AddressSpaceView mm) {
    return chosen.isEmpty()
        || chosen.contains(mm.name())
        || chosen.contains(Integer.toString(mm.id()));
  }

  private Target targetOf(AddressSpaceView mm) {
    for (Target target : targets) {
      if (target.process() == mm) {
        return target;
      }
    }
    Target added = new Target(mm, new AccessSampler(context, false));
    targets.add(added);
    return added;
  }

  private static AddressMap virtualMap(AddressSpaceView mm) {
    AddressMap map = new AddressMap();
    for (Vma vma : mm.vmas()) {
      map.add(mm, vma, ThreeRegions.startPage(vma));
    }
    return map;
  }

  /** Covers new ranges: evenly at first, then by changing as little as possible. */
  private void fit(Target target, AddressRanges ranges) {
    if (target.regions().size() > 0) {
      target.regions().refit(ranges);
      return;
    }
    long piece = Math.max(1, ranges.totalPages() / knobs.minNrRegions());
    for (int r = 0; r < ranges.size(); r++) {
      target.regions().addEvenly(ranges.start(r), ranges.end(r), piece);
    }
  }

  private long fixedStart(AddressSpaceView mm) {
    return knobs.regionEnd() == 0
        ? ThreeRegions.startPage(mm.vmas().get(0))
        : knobs.regionStart() / 4096;
  }

  private long fixedEnd(AddressSpaceView mm) {
    return knobs.regionEnd() == 0
        ? ThreeRegions.endPage(mm.vmas().get(mm.vmas().size() - 1))
        : (knobs.regionEnd() + 4095) / 4096;
  }

  /** Processes and page caches by address: in the order in which they were first seen. */
  private List<AddressSpaceView> physicalOrder(List<AddressSpaceView> watched) {
    List<AddressSpaceView> spaces = new ArrayList<>(watched);
    context.pageCaches().stream().filter(this::isNamed).forEach(spaces::add);
    spaces.forEach(this::physicalBase);
    spaces.sort(Comparator.comparingLong(this::physicalBase));
    return spaces;
  }

  private void updatePhysical(List<AddressSpaceView> watched) {
    AddressMap map = new AddressMap();
    AddressRanges ranges = new AddressRanges();
    for (AddressSpaceView mm : physicalOrder(watched)) {
      long address = physicalBase(mm);
      for (Vma vma : mm.vmas()) {
        map.add(mm, vma, address);
        ranges.add(address, address + vma.pages());
        address += vma.pages();
      }
    }
    if (targets.isEmpty() && ranges.size() > 0) {
      targets.add(new Target(null, new AccessSampler(context, true)));
      for (int r = 0; r < ranges.size(); r++) {
        targets.get(0).regions().add(ranges.start(r), ranges.end(r));
      }
    }
    if (!targets.isEmpty()) {
      targets.get(0).map(map);
      targets.get(0).regions().refit(ranges);
    }
  }

  private long physicalBase(AddressSpaceView mm) {
    Long known = physicalBase.get(mm.id());
    if (known != null) {
      return known;
    }
    long base = nextPhysical;
    nextPhysical += mm.vmas().stream().mapToLong(Vma::pages).sum();
    physicalBase.put(mm.id(), base);
    return base;
  }
}
