package org.tierlab.report.files;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Tables as Apache Parquet. Not compressed: counters are encoded as deltas, which leaves little to
 * compress and needs no native code.
 */
public final class ParquetTable {
  private ParquetTable() {}

  /**
   * Writes a table.
   *
   * @param table the table
   * @param out receives the file; closed in the end
   * @throws IOException if it cannot be written
   */
  public static void write(Table table, OutputStream out) throws IOException {
    try (ParquetWriter<Integer> writer =
        new Builder(new Sink(out), table)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withWriterVersion(WriterVersion.PARQUET_2_0)
            .build()) {
      for (int row = 0; row < table.rows(); row++) {
        writer.write(row);
      }
    }
  }

  private static MessageType schema(Table table) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Table.Column column : table.columns()) {
      switch (column.type()) {
        case LONG -> message.required(INT64).named(column.name());
        case DOUBLE -> message.required(DOUBLE).named(column.name());
        case TEXT -> message.required(BINARY).as(stringType()).named(column.name());
      }
    }
    return message.named("tierlab");
  }

  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final Table table;

    Builder(OutputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
      return new Rows(table);
    }
  }

  /** Hands rows to the library, by their numbers. */
  private static final class Rows extends WriteSupport<Integer> {
    private final Table table;
    private @Nullable RecordConsumer consumer;

    Rows(Table table) {
      this.table = table;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema(table), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Integer row) {
      write(Objects.requireNonNull(consumer), row);
    }

    private void write(RecordConsumer into, int row) {
      into.startMessage();
      for (int column = 0; column < table.columns().size(); column++) {
        String name = table.columns().get(column).name();
        into.startField(name, column);
        Object cell = table.cells().at(row, column);
        if (cell instanceof Long number) {
          into.addLong(number);
        } else if (cell instanceof Double number) {
          into.addDouble(number);
        } else {
          into.addBinary(Binary.fromString((String) cell));
        }
        into.endField(name, column);
      }
      into.endMessage();
    }
  }

  /** A stream that knows its position. */
  private record Sink(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        private long position;

        @Override
        public long getPos() {
          return position;
        }

        @Override
        public void write(int value) throws IOException {
          out.write(value);
          position++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          out.write(bytes, from, count);
          position += count;
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
