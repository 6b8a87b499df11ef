// A CRM's two contacts with Voicenter: it calls a customer, and it takes the records of calls that have ended.

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class Crm {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Rings the agent's extension, then the customer. Returns the call's id; throws what Voicenter refuses. */
  static String call(String baseUrl, String code, String extension, String phone)
      throws IOException, InterruptedException {
    String order = "code=" + encoded(code) + "&phone=" + encoded(extension) + "&target=" + encoded(phone) + "&format=json";
    URI uri = URI.create(baseUrl + "/ForwardDialer/click2call.aspx?" + order);
    String answer = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    if (!member(answer, "ERRORCODE").equals("0")) { // HTTP 200 also when it is refused: the error is in the body
      throw new IllegalStateException(member(answer, "ERRORMESSAGE"));
    }
    return member(answer, "CALLID");
  }

  /** The webhook, on any free port. `log` is given each record once, however often Voicenter sends it. */
  static HttpServer webhook(Consumer<String> log) throws IOException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/cdr", exchange -> {
      String record = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (seen.add(member(record, "ivruniqueid") + " " + member(record, "type"))) {
        log.accept(record);
      }
      byte[] answer = "{\"err\": 0, \"errdesc\": \"OK\"}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    return server;
  }

  /** A member of a JSON object. The JDK has no reader of JSON; where you have Jackson or Gson, take that. */
  static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?\\d+))").matcher(json);
    if (!found.find()) {
      throw new IllegalArgumentException("no " + name + " in " + json);
    }
    return found.group(1) != null ? found.group(1) : found.group(2);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
