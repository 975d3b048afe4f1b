package org.tierlab.web.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A connection on which every header can be written, those that browsers write themselves too. */
final class Loopback implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Loopback(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer. */
  record Reply(int status, String text) {}

  /** Sends a request and takes the connection's whole answer. */
  static Reply ask(int port, String method, String path, byte[] body, String... headers)
      throws IOException {
    try (Loopback connection = new Loopback(port)) {
      connection.send(method, path, body, headers);
      String answer = new String(connection.in.readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return new Reply(Integer.parseInt(answer.substring(9, 12)), answer.substring(end + 4));
    }
  }

  /** Sends a request and does not wait for an answer. */
  void send(String method, String path, byte[] body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
    socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  /** Reads up to the end of some words. */
  void readTo(String words) throws IOException {
    byte[] sought = words.getBytes(UTF_8);
    int found = 0;
    while (found < sought.length) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended before " + words);
      }
      found = next == sought[found] ? found + 1 : next == sought[0] ? 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
