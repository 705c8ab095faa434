package glomers.results.formats;

import glomers.results.EdnStream;
import glomers.workbench.history.Keyword;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads Jepsen's {@code history.edn}. */
final class EdnHistory {
  private EdnHistory() {}

  static ForeignHistory read(BufferedReader text) throws IOException {
    Entries entries = new Entries();
    EdnStream values = new EdnStream(text);
    try {
      for (Object value = values.next(); value != EdnStream.END; value = values.next()) {
        if (!(value instanceof Map<?, ?> map)) {
          throw new BadHistory(values.line(), "an entry of a history is a map, such as {:type …}");
        }
        Map<Keyword, Object> entry = new LinkedHashMap<>();
        for (Map.Entry<?, ?> part : map.entrySet()) {
          if (part.getKey() instanceof Keyword name) {
            entry.put(name, part.getValue());
          }
        }
        entries.add(entry, values.line());
      }
    } catch (EdnStream.NotEdn e) {
      throw new BadHistory(values.line(), e.getMessage());
    }
    return entries.history();
  }
}
