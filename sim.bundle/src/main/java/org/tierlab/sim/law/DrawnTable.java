package org.tierlab.sim.law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.sim.memory.DrawnEntries;
import org.tierlab.sim.memory.PageStore;

/**
 * The page table of a process whose accesses are drawn: the laws that its tasks follow at present,
 * each of which knows what its own accesses have done. Tasks share independent parts of the same
 * range and pattern; a task that passes over pages in order does so by itself.
 */
public final class DrawnTable implements DrawnEntries {
  private final PageStore store;
  private final LongFunction<Vma> vmas;
  private final IntFunction<RandomStream> randoms;
  private final List<Shared> parts = new ArrayList<>();
  private final List<DrawnLaw> laws = new ArrayList<>();
  private DrawnEntries[] present = {};
  private int begun;
  private long met;

  /** A part and how many laws of tasks it is in. */
  private static final class Shared {
    final Component component;
    final IndependentPages pages;
    int users;

    Shared(Component component, IndependentPages pages) {
      this.component = component;
      this.pages = pages;
    }

    boolean is(Component other) {
      return component.firstPage() == other.firstPage()
          && component.pages() == other.pages()
          && component.writeFraction() == other.writeFraction()
          && component.pattern().equals(other.pattern());
    }
  }

  /**
   * Takes over a page table.
   *
   * @param store the page table
   * @param vmas finds the mapping of a page
   * @param randoms gives a random stream for each part that is begun, numbered from 0
   */
  public DrawnTable(PageStore store, LongFunction<Vma> vmas, IntFunction<RandomStream> randoms) {
    this.store = store;
    this.vmas = vmas;
    this.randoms = randoms;
    store.draw(this);
  }

  /** A task begins a phase. */
  DrawnLaw begin(List<Component> mixture) {
    Component first = mixture.get(0);
    DrawnLaw law =
        first.pattern() instanceof AccessLaw.Sequential
            ? new Passes(store, first, vmas.apply(first.firstPage()), randoms.apply(begun++))
            : independent(mixture);
    laws.add(law);
    list();
    return law;
  }

  private Mixture independent(List<Component> mixture) {
    IndependentPages[] pages = new IndependentPages[mixture.size()];
    double[] weights = new double[pages.length];
    for (int i = 0; i < pages.length; i++) {
      Component component = mixture.get(i);
      Shared shared = shared(component);
      shared.users++;
      pages[i] = shared.pages;
      weights[i] = component.weight();
    }
    return new Mixture(pages, weights);
  }

  private Shared shared(Component component) {
    for (Shared part : parts) {
      if (part.is(component)) {
        return part;
      }
    }
    Shared made =
        new Shared(
            component,
            new IndependentPages(
                store, component, vmas.apply(component.firstPage()), randoms.apply(begun++)));
    parts.add(made);
    return made;
  }

  /** A task has ended a phase: what its accesses did that nobody has looked at is drawn now. */
  void end(DrawnLaw law) {
    laws.remove(law);
    if (law instanceof Passes passes) {
      passes.lookEverywhere();
    } else if (law instanceof Mixture mixture) {
      for (IndependentPages pages : mixture.pages()) {
        leave(pages);
      }
    }
    list();
  }

  private void leave(IndependentPages pages) {
    for (int i = 0; i < parts.size(); i++) {
      Shared part = parts.get(i);
      if (part.pages == pages && --part.users == 0) {
        pages.lookEverywhere();
        parts.remove(i);
        return;
      }
    }
  }

  private void list() {
    List<DrawnEntries> all = new ArrayList<>();
    parts.forEach(part -> all.add(part.pages));
    for (DrawnLaw law : laws) {
      if (law instanceof Passes passes) {
        all.add(passes);
      }
    }
    present = all.toArray(DrawnEntries[]::new);
  }

  /**
   * Folios an access to which would do more than set bits; one that is watched for several laws
   * counts for each.
   *
   * @return a count
   */
  public long watched() {
    long watched = 0;
    for (DrawnEntries entries : present) {
      watched +=
          entries instanceof IndependentPages pages
              ? pages.watched()
              : ((Passes) entries).watched();
    }
    return watched;
  }

  /**
   * How many watched folios have been met so far.
   *
   * @return a count
   */
  public long met() {
    return met;
  }

  void metOne() {
    met++;
  }

  @Override
  public void look(long firstPage) {
    for (DrawnEntries entries : present) {
      entries.look(firstPage);
    }
  }

  @Override
  public void lookAt(long page) {
    for (DrawnEntries entries : present) {
      entries.lookAt(page);
    }
  }

  @Override
  public void changes(long page, int from, int to) {
    for (DrawnEntries entries : present) {
      entries.changes(page, from, to);
    }
  }

  @Override
  public void closes(long firstPage, long mask) {
    for (DrawnEntries entries : present) {
      entries.closes(firstPage, mask);
    }
  }
}
