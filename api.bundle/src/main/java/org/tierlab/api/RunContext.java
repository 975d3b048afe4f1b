package org.tierlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.time.TaskView;

/**
 * What every attached plug-in gets of the run.
 *
 * <p>Valid until the plug-in is detached; afterwards every call throws {@link
 * IllegalStateException}. Used only from inside calls that the core makes, on the run's thread.
 */
@ProviderType
public interface RunContext {
  /**
   * What the run calls the plug-in: its own name, unless the experiment lists it under another.
   *
   * @return a name that is unique among the plug-ins of its kind
   */
  String name();

  /**
   * The plug-in's knobs.
   *
   * @param type the record named in the plug-in's spec
   * @param <R> the record's type
   * @return live knobs
   */
  <R extends Record> Knobs<R> knobs(Class<R> type);

  /**
   * The knobs of a plug-in that is attached, as a program in user space reads them from sysfs.
   *
   * @param plugin what the run calls it; a policy comes before a source of the same name
   * @return values by knob name, null if there is no such plug-in at present
   */
  @Nullable Map<String, Object> knobsOf(String plugin);

  /**
   * Sets knobs of a plug-in that is attached, as a program in user space writes to sysfs. It
   * happens at the next safe point, all at once, and is logged under the name of the plug-in that
   * asks; what is refused changes nothing and is logged with the reason. Shared knobs change for
   * all that share them. A run that is replayed does it again by itself.
   *
   * @param plugin what the run calls it; a policy comes before a source of the same name
   * @param values by knob name, numbers in the knob's unit
   */
  void setKnobs(String plugin, Map<String, ?> values);

  /**
   * The simulated clock at the engine's present step.
   *
   * @return simulated nanoseconds since the start of the run
   */
  long nowNs();

  /**
   * The machine.
   *
   * @return a live view
   */
  MachineView machine();

  /**
   * The address spaces that have not exited, in order of creation.
   *
   * @return a snapshot
   */
  List<AddressSpaceView> addressSpaces();

  /**
   * The page caches of files that processes have opened: folios that no page table maps ({@code
   * struct address_space}), in order of first opening. Each is a space of its own with one range of
   * kind {@link org.tierlab.api.memory.Vma.Kind#PAGE_CACHE}; its numbers follow those of the
   * processes, it has no tasks and never exits.
   *
   * <p>{@code read()} and {@code write()} leave no accessed bit in a page table: they clear {@link
   * org.tierlab.api.memory.FolioFlag#IDLE}, and a read moves the folio along its LRU list as {@code
   * folio_mark_accessed()} does. Whoever walks address spaces does not see these folios, whoever
   * walks physical memory or LRU lists does.
   *
   * @return a snapshot
   */
  List<AddressSpaceView> pageCaches();

  /**
   * An address space by its number.
   *
   * @param id from {@link AddressSpaceView#id()}
   * @return the mm or page cache, exited or not; null if there never was one
   */
  @Nullable AddressSpaceView addressSpace(int id);

  /**
   * The tasks that have not exited, in order of creation.
   *
   * @return a snapshot
   */
  List<TaskView> tasks();

  /**
   * The component's own random stream, named by plug-in kind and name.
   *
   * @return a stream; the same one on every call
   */
  RandomStream random();

  /**
   * A counter that appears in the result's {@code vmstat}, and what this plug-in adds to it among
   * the plug-in's own statistics.
   *
   * @param name a vmstat name
   * @return the counter of that name
   */
  Counter counter(String name);

  /**
   * A field that kernel subsystems keep in an mm for each other, such as {@code mm->target_node}.
   * Plug-ins that ask for one name share it; it does not appear in the result and goes with its
   * process.
   *
   * @param mm an address space of the run
   * @param name the field's name
   * @return the field, 0 until somebody changes it
   */
  Counter counter(AddressSpaceView mm, String name);

  /**
   * Makes a kernel thread.
   *
   * @param name its name, the payer of its CPU time
   * @return a thread with nothing to do yet
   */
  Kthread kthread(String name);

  /**
   * The cost of a TLB shootdown that this plug-in causes; the targets are charged by the core.
   *
   * @param mm the address space whose translations are flushed
   * @param pages how many
   * @return nanoseconds to charge to the initiator
   */
  double tlbFlushNs(AddressSpaceView mm, long pages);
}
