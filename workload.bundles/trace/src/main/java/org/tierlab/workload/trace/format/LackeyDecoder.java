package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.util.List;
import org.tierlab.workload.trace.format.ImportOptions.Fetches;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/**
 * The text that valgrind writes with {@code --tool=lackey --trace-mem=yes}: {@code I} an
 * instruction, {@code L} a load, {@code S} a store, {@code M} a modify, each with a hexadecimal
 * address and a decimal size. Valgrind's own lines, which start with {@code ==} or {@code --}, are
 * skipped.
 *
 * <p>The text has no times: gaps count the instructions since the access before, the accessing one
 * included. A modify is one write. An access that crosses a page boundary touches every page it
 * lies on, with no time between.
 */
final class LackeyDecoder implements TraceDecoder {
  static final String EXPECTED = "lackey text such as 'I  04001000,3' or ' L 1ffeff7e0,8'";

  /** Greatest size of an access; no instruction of today moves more. */
  static final long MAX_SIZE = 65536;

  private static final long END_ADDRESS = (MAX_VIRTUAL_PAGE + 1) << 12;

  @Override
  public TraceDescription describe(String source, ImportOptions options) {
    String unit =
        options.fetches() == Fetches.INCLUDED
            ? "memory accesses, instruction fetches included"
            : "data accesses";
    return new TraceDescription(
        source,
        unit,
        PageKeys.VIRTUAL_PAGES,
        TimeBase.INSTRUCTIONS,
        options.nsPerInstruction(),
        List.of(source));
  }

  @Override
  public void decode(TraceInput in, ImportOptions options, AccessSink sink) throws IOException {
    boolean fetches = options.fetches() == Fetches.INCLUDED;
    LineFields fields = new LineFields();
    long instructions = 0;
    boolean more = true;
    while (more && in.nextLine()) {
      fields.line(in);
      int first = fields.next();
      if (first == '=' || first == '-') {
        requireBanner(in, fields, first);
        continue;
      }
      int kind = first == ' ' ? fields.next() : first;
      boolean fetch = kind == 'I' && first == 'I' && fields.skip(' ');
      if (!fetch && (first != ' ' || (kind != 'L' && kind != 'S' && kind != 'M'))) {
        throw in.badLine(EXPECTED);
      }
      long address = fields.skip(' ') ? fields.hex() : -1;
      long size = address >= 0 && fields.skip(',') ? fields.decimal() : -1;
      if (size < 1 || size > MAX_SIZE || address > END_ADDRESS - size || !fields.atEnd()) {
        throw in.badLine(EXPECTED);
      }
      if (fetch) {
        instructions++;
      }
      if (!fetch || fetches) {
        more = touch(sink, address, size, kind == 'S' || kind == 'M', instructions);
        instructions = 0;
      }
    }
  }

  private static boolean touch(
      AccessSink sink, long address, long size, boolean write, long instructions)
      throws IOException {
    long page = address >>> 12;
    long last = (address + size - 1) >>> 12;
    boolean more = sink.access(0, page, write, instructions);
    while (more && page < last) {
      more = sink.access(0, ++page, write, 0);
    }
    return more;
  }

  private static void requireBanner(TraceInput in, LineFields fields, int first)
      throws TraceException {
    if (!fields.skip((char) first)) {
      throw in.badLine(EXPECTED);
    }
  }
}
