package org.tierlab.web.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Who may look and who may change. To look, a request must name this server as its host, so that no
 * page of another site reaches it under a name of its own. To change anything it must also carry
 * the token that was printed at the start, and come from a page of this server.
 */
final class Admission {
  /** Header that carries the token. */
  static final String TOKEN = "X-Tierlab-Token";

  private static final int TOKEN_BYTES = 24;

  private final String token;
  private final String authority;
  private final int port;

  Admission(String address, int port) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
    this.port = port;
    authority = (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }

  String token() {
    return token;
  }

  /** The server's host and port as a browser writes them. */
  String authority() {
    return authority;
  }

  /** Why a request may not even look, empty if it may. */
  String refusesLook(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && isOurs(host) ? "" : "this server has another name";
  }

  private boolean isOurs(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals(authority) || name.equals("localhost:" + port);
  }

  /** Why a request may not change anything, empty if it may. */
  String refusesChange(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String given = headers.getFirst(TOKEN);
    if (given == null || !isToken(given)) {
      return "the token is missing or wrong: open the address that was printed at the start";
    }
    String origin = headers.getFirst("Origin");
    boolean same = origin != null && origin.equals("http://" + headers.getFirst("Host"));
    // Browsers say it themselves; a page cannot write this header. Programs need not send it.
    String site = headers.getFirst("Sec-Fetch-Site");
    same &= site == null || site.equals("same-origin");
    return same ? "" : "the request does not come from a page of this server";
  }

  /** Takes as long for any token of the right length. */
  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
