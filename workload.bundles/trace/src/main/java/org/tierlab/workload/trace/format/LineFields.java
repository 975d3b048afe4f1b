package org.tierlab.workload.trace.format;

import java.util.Arrays;

/** Takes numbers and marks out of one line of bytes. Anything unexpected is −1 or false. */
final class LineFields {
  private static final byte[] HEX = new byte[256];

  static {
    Arrays.fill(HEX, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      HEX["0123456789abcdef".charAt(digit)] = (byte) digit;
      HEX["0123456789ABCDEF".charAt(digit)] = (byte) digit;
    }
  }

  private byte[] bytes = HEX;
  private int at;
  private int end;

  void line(TraceInput in) {
    bytes = in.bytes();
    at = in.start();
    end = in.end();
  }

  /** The next byte, taken; −1 at the end of the line. */
  int next() {
    return at < end ? bytes[at++] : -1;
  }

  /** Whether the next byte is this one; taken if so. */
  boolean skip(char expected) {
    if (at < end && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  boolean atEnd() {
    return at == end;
  }

  /** A hexadecimal number of at most 63 bits, or −1. */
  long hex() {
    int first = at;
    long number = 0;
    int digit;
    while (at < end && (digit = HEX[bytes[at] & 0xFF]) >= 0) {
      if (number >>> 59 != 0) {
        return -1;
      }
      number = number << 4 | digit;
      at++;
    }
    return at == first ? -1 : number;
  }

  /** A decimal number of at most 18 digits, or −1. */
  long decimal() {
    int first = at;
    long number = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + (bytes[at] - '0');
      at++;
    }
    return at == first || at - first > 18 ? -1 : number;
  }
}
