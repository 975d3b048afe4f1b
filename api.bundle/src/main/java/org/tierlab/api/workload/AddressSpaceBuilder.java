package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.Vma;

/** A process under construction: one address space, then its tasks. */
@ProviderType
public interface AddressSpaceBuilder {
  /**
   * Maps memory after what is mapped already.
   *
   * @param name for tables
   * @param bytes length, rounded up to whole folios
   * @param order folio order, 0 … 9
   * @param placement where its pages start
   * @return the VMA, with its dense page numbers
   */
  Vma map(String name, long bytes, int order, Placement placement);

  /**
   * Maps memory at an address.
   *
   * @param name for tables
   * @param startAddress virtual address, above everything mapped already
   * @param bytes length, rounded up to whole folios
   * @param order folio order, 0 … 9
   * @param kind what is mapped
   * @param placement where its pages start
   * @return the VMA, with its dense page numbers
   */
  Vma map(
      String name, long startAddress, long bytes, int order, Vma.Kind kind, Placement placement);

  /**
   * Adds a task that runs as soon as the simulation starts.
   *
   * @param name for tables
   * @param generator its accesses
   * @return options of the task
   */
  TaskBuilder task(String name, AccessGenerator generator);
}
