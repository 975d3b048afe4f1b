package org.tierlab.sim.plugin;

/**
 * Where a run gets its plug-ins from: the framework's services, or instances made by a test.
 *
 * <p>Called on the run's thread only.
 */
public interface Plugins {
  /**
   * Takes an instance of a plug-in for one run.
   *
   * @param kind which kind
   * @param name its name
   * @return the instance and its provenance
   * @throws UnknownPluginException if there is none of that name at present
   */
  Lease obtain(PluginKind kind, String name);

  /**
   * Takes an instance of a plug-in from one jar, to replay a run.
   *
   * @param kind which kind
   * @param name its name
   * @param sha256 checksum of the jar, empty for whichever is best
   * @return the instance and its provenance
   * @throws UnknownPluginException if there is none at present
   */
  default Lease obtain(PluginKind kind, String name, String sha256) {
    return obtain(kind, name);
  }

  /** No plug-in of a kind and name is present. */
  final class UnknownPluginException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is missing.
     *
     * @param message one line that names kind, name and what there is
     */
    public UnknownPluginException(String message) {
      super(message);
    }
  }

  /**
   * An instance of a plug-in that one run holds.
   *
   * @param instance implements the service interface of its kind
   * @param provenance where it came from
   * @param release gives it back; called once, when no call into it is under way any more
   */
  record Lease(Object instance, Provenance provenance, Runnable release) {}

  /**
   * Where a plug-in came from, as the result records it.
   *
   * @param bundle symbolic name, or a class name outside a framework
   * @param version bundle version, empty outside a framework
   * @param sha256 checksum of the jar in hexadecimal, empty if there is none
   */
  record Provenance(String bundle, String version, String sha256) {
    /**
     * Outside a framework.
     *
     * @param type the plug-in's class
     * @return its name as provenance
     */
    public static Provenance ofClass(Class<?> type) {
      return new Provenance(type.getName(), "", "");
    }
  }
}
