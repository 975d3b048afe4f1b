package org.tierlab.command.trace;

import java.util.Arrays;
import org.tierlab.workload.trace.format.TraceFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the word of a trace format. */
final class FormatConverter implements ITypeConverter<TraceFormat> {

  @Override
  public TraceFormat convert(String word) {
    return Arrays.stream(TraceFormat.values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no format, expected one of %s"
                        .formatted(
                            word,
                            Arrays.stream(TraceFormat.values()).map(TraceFormat::word).toList())));
  }
}
