package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/**
 * libCacheSim's oracleGeneral: little-endian records of 24 bytes with the time in seconds (uint32),
 * an object (uint64), its size (uint32) and the number of the next request for it (int64, −1 if
 * there is none).
 *
 * <p>Every record is one read of one page that stands for the object, whatever its size; the format
 * knows no writes. The first request has no time before it.
 */
final class OracleGeneralDecoder implements TraceDecoder {
  static final int RECORD_BYTES = 24;

  /** Greatest number of a next request that the start of a file is believed to have. */
  private static final long MAX_NEXT = 1L << 48;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  @Override
  public TraceDescription describe(String source, ImportOptions options) {
    return new TraceDescription(
        source, "requests", PageKeys.OBJECTS, TimeBase.TIME, 1e9, List.of(source));
  }

  @Override
  public void decode(TraceInput in, ImportOptions options, AccessSink sink) throws IOException {
    long before = -1;
    boolean more = true;
    while (more && in.nextRecord(RECORD_BYTES)) {
      byte[] bytes = in.bytes();
      long time = time(bytes, in.start());
      long next = next(bytes, in.start());
      if (time < before) {
        throw in.badRecord(
            "time %d after time %d, expected times that never decrease".formatted(time, before));
      }
      if (next < -1) {
        throw in.badRecord("next request %d, expected -1 or more".formatted(next));
      }
      more = sink.access(0, (long) LONG.get(bytes, in.start() + 4), false, gap(before, time));
      before = time;
    }
  }

  private static long gap(long before, long time) {
    return before < 0 ? 0 : time - before;
  }

  /** Whether the start of a file may well be this format: it has no magic number. */
  static boolean recognises(byte[] head) {
    long before = 0;
    int records = head.length / RECORD_BYTES;
    for (int record = 0; record < records; record++) {
      int at = record * RECORD_BYTES;
      long time = time(head, at);
      long next = next(head, at);
      if (time < before || next < -1 || next > MAX_NEXT) {
        return false;
      }
      before = time;
    }
    return records > 0;
  }

  private static long time(byte[] bytes, int at) {
    return Integer.toUnsignedLong((int) INT.get(bytes, at));
  }

  private static long next(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + 16);
  }
}
