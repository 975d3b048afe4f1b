package org.tierlab.workload.trace.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/** The bytes of a native trace's header and of its blocks' heads; {@code doc/trace-format.md}. */
final class NativeFormat {
  static final int VERSION = 2;
  static final int MAX_BLOCK_ACCESSES = 1 << 15;
  static final int MAX_TASKS = 1 << 20;

  /** Magic, version, flags, header length, file length. */
  static final int PREFIX_BYTES = 32;

  static final int BLOCK_HEAD_BYTES = 32;
  static final int BLOCK_MAGIC = 0x4B4C4254;

  private static final byte[] MAGIC = {(byte) 0x89, 'T', 'L', 'T', 'R', '\r', '\n', 0x1A};
  private static final int FLAG_ZSTD = 1;
  private static final int FLAG_OBJECTS = 2;
  private static final int FLAG_TIME = 4;

  private NativeFormat() {}

  static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static int padded(int bytes) {
    return (bytes + 7) & ~7;
  }

  /** Writes a header; its length does not depend on the numbers in it. */
  static ByteBuffer encode(TraceHeader header, long fileBytes) {
    TraceDescription description = header.description();
    byte[] source = utf8(description.source());
    byte[] unit = utf8(description.unit());
    List<byte[]> names = header.tasks().stream().map(task -> utf8(task.name())).toList();
    int length = PREFIX_BYTES + 3 * 8 + 8 + 2 * 4 + 2 + source.length + 2 + unit.length;
    length += names.stream().mapToInt(name -> 2 + name.length + 2 * 8).sum();
    length = padded(length + header.vmas().size() * 3 * 8) + 8;
    byte[] bytes = new byte[length];
    ByteBuffer out = view(bytes);
    out.put(MAGIC).putInt(VERSION).putInt(flags(header)).putLong(length).putLong(fileBytes);
    out.putLong(header.accesses()).putLong(header.writes()).putLong(header.touchedPages());
    out.putDouble(description.gapUnitNs());
    out.putInt(names.size()).putInt(header.vmas().size());
    putText(out, source);
    putText(out, unit);
    for (int i = 0; i < names.size(); i++) {
      TraceTask task = header.tasks().get(i);
      out.putLong(task.accesses()).putLong(task.gapUnits());
      putText(out, names.get(i));
    }
    for (TraceVma vma : header.vmas()) {
      out.putLong(vma.startAddress()).putLong(vma.firstPage()).putLong(vma.pages());
    }
    out.putInt(length - 8, crc(bytes, 0, length - 8));
    return out.clear();
  }

  private static int flags(TraceHeader header) {
    TraceDescription description = header.description();
    return (header.compression() == Compression.ZSTD ? FLAG_ZSTD : 0)
        | (description.keys() == PageKeys.OBJECTS ? FLAG_OBJECTS : 0)
        | (description.timeBase() == TimeBase.TIME ? FLAG_TIME : 0);
  }

  /**
   * Reads a header whose magic number, length and checksum were found right.
   *
   * @throws IllegalArgumentException if it cannot be true all the same
   */
  static TraceHeader decode(ByteBuffer in) {
    try {
      int flags = in.position(MAGIC.length + 4).getInt();
      if ((flags & ~(FLAG_ZSTD | FLAG_OBJECTS | FLAG_TIME)) != 0) {
        throw new IllegalArgumentException("unknown flags " + flags);
      }
      in.position(PREFIX_BYTES);
      long accesses = in.getLong();
      long writes = in.getLong();
      long touched = in.getLong();
      double gapUnitNs = in.getDouble();
      int taskCount = count(in, "tasks", MAX_TASKS);
      int vmaCount = count(in, "VMAs", in.limit() / 24);
      String source = text(in);
      String unit = text(in);
      List<TraceTask> tasks = new ArrayList<>();
      for (int i = 0; i < taskCount; i++) {
        long taskAccesses = in.getLong();
        long gapUnits = in.getLong();
        tasks.add(new TraceTask(text(in), taskAccesses, gapUnits));
      }
      TraceDescription description =
          new TraceDescription(
              source,
              unit,
              (flags & FLAG_OBJECTS) == 0 ? PageKeys.VIRTUAL_PAGES : PageKeys.OBJECTS,
              (flags & FLAG_TIME) == 0 ? TimeBase.INSTRUCTIONS : TimeBase.TIME,
              gapUnitNs,
              tasks.stream().map(TraceTask::name).toList());
      Compression compression = (flags & FLAG_ZSTD) == 0 ? Compression.NONE : Compression.ZSTD;
      return new TraceHeader(
          description, compression, accesses, writes, touched, tasks, vmas(in, vmaCount));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the header is too short for its tables", e);
    }
  }

  private static List<TraceVma> vmas(ByteBuffer in, int count) {
    List<TraceVma> vmas = new ArrayList<>();
    long page = 0;
    long address = 0;
    for (int i = 0; i < count; i++) {
      TraceVma vma = new TraceVma(in.getLong(), in.getLong(), in.getLong());
      if (vma.firstPage() != page || vma.startAddress() < address) {
        throw new IllegalArgumentException(
            "VMA %d starts at page %d, address %x, expected page %d and an address from %x"
                .formatted(i, vma.firstPage(), vma.startAddress(), page, address));
      }
      page = vma.endPage();
      address = vma.endAddress();
      vmas.add(vma);
    }
    return vmas;
  }

  private static int count(ByteBuffer in, String what, int most) {
    int count = in.getInt();
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(count + " " + what + ", expected 0 to " + most);
    }
    return count;
  }

  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= 0xFFFF ? bytes : Arrays.copyOf(bytes, 0xFFFF);
  }

  private static void putText(ByteBuffer out, byte[] text) {
    out.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
