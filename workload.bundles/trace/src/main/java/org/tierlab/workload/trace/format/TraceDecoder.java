package org.tierlab.workload.trace.format;

import java.io.IOException;

/** Reads one foreign format. */
interface TraceDecoder {
  /** Greatest virtual page number: the address after it still has 63 bits. */
  long MAX_VIRTUAL_PAGE = (1L << 51) - 2;

  /** What accesses of this format are. */
  TraceDescription describe(String source, ImportOptions options);

  /** Hands every access to the sink, until that has enough. */
  void decode(TraceInput in, ImportOptions options, AccessSink sink) throws IOException;
}
