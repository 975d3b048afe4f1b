package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.util.List;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/**
 * Text with one line for each access that misses a 64-entry filter of pages: {@code page_hex r|w|m
 * instructions}, where the instructions are those since the line before and {@code m} is a page
 * both read and written, taken as one write.
 */
final class PagesDecoder implements TraceDecoder {
  static final String EXPECTED = "'page_hex r|w|m instructions' such as '4002a67 w 2'";

  @Override
  public TraceDescription describe(String source, ImportOptions options) {
    return new TraceDescription(
        source,
        "accesses that miss a 64-entry filter",
        PageKeys.VIRTUAL_PAGES,
        TimeBase.INSTRUCTIONS,
        options.nsPerInstruction(),
        List.of(source));
  }

  @Override
  public void decode(TraceInput in, ImportOptions options, AccessSink sink) throws IOException {
    LineFields fields = new LineFields();
    boolean more = true;
    while (more && in.nextLine()) {
      fields.line(in);
      long page = fields.hex();
      int kind = fields.skip(' ') ? fields.next() : -1;
      long gap = fields.skip(' ') ? fields.decimal() : -1;
      boolean known = kind == 'r' || kind == 'w' || kind == 'm';
      if (page < 0 || page > MAX_VIRTUAL_PAGE || !known || gap < 0 || !fields.atEnd()) {
        throw in.badLine(EXPECTED);
      }
      more = sink.access(0, page, kind != 'r', gap);
    }
  }
}
