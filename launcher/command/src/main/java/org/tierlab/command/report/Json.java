package org.tierlab.command.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents of maps, lists, numbers and texts as JSON. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT =
      new TypeReference<>() {};

  private Json() {}

  /**
   * A document over several lines.
   *
   * @param document the document
   * @return without a line feed at the end
   */
  public static String pretty(Map<String, ? extends @Nullable Object> document) {
    DefaultIndenter lineFeeds = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lineFeeds);
    try {
      return MAPPER.writer(printer).writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A document on one line.
   *
   * @param document the document
   * @return without a line feed
   */
  public static String line(Map<String, ? extends @Nullable Object> document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a document.
   *
   * @param text one JSON object
   * @return maps, lists, numbers and texts
   * @throws IOException if the text is none; the message is one line
   */
  public static Map<String, Object> read(String text) throws IOException {
    try {
      return MAPPER.readValue(text, DOCUMENT);
    } catch (JsonProcessingException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }
}
