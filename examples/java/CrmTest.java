// Needs a sandbox: voicenter-mock serve --clock manual, its URL in VOICENTER_SANDBOX.

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

final class CrmTest {
  private static final String SANDBOX = System.getenv().getOrDefault("VOICENTER_SANDBOX", "http://127.0.0.1:8025");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    List<String> records = new CopyOnWriteArrayList<>();
    HttpServer server = Crm.webhook(records::add);
    server.start();
    String id = "java-" + UUID.randomUUID();
    String organization =
        control("POST", "", "{\"id\": \"" + id + "\", \"template\": \"demo\", \"clock\": \"manual\"}");
    String baseUrl = Crm.member(organization, "base_url");
    String code = Crm.member(organization, "code");
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/cdr";
      control("PATCH", "/" + id, "{\"callbacks\": {\"cdr\": {\"url\": \"" + url + "\"}}}");

      String busy = Crm.call(baseUrl, code, "SIPSIP1", "0555550017"); // a magic number: always busy
      untilIdle(id);
      check(statuses(records, busy).equals(List.of("ANSWER", "BUSY")), "a busy customer is logged as busy");

      control("POST", "/" + id + "/faults", "{\"on\": \"cdr\", \"duplicate\": true}");
      String answered = Crm.call(baseUrl, code, "SIPSIP1", "0555550201");
      untilIdle(id);
      check(statuses(records, answered).size() == 2, "a record that comes twice is logged once");

      String why = "";
      try {
        Crm.call(baseUrl, code, "SIPSIP4", "0501234567");
      } catch (IllegalStateException refused) {
        why = refused.getMessage();
      }
      check(why.contains("blocked"), "an extension that may not call is told why");
    } finally {
      control("DELETE", "/" + id, "");
      server.stop(0);
    }
  }

  private static List<String> statuses(List<String> records, String call) {
    return records.stream()
        .filter(record -> Crm.member(record, "ivruniqueid").equals(call))
        .map(record -> Crm.member(record, "status"))
        .toList();
  }

  private static void untilIdle(String organization) throws IOException, InterruptedException {
    control("POST", "/" + organization + "/clock/advance", "{\"until\": \"idle\"}");
  }

  /** One operation of the sandbox's control API. */
  private static String control(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(SANDBOX + "/_sandbox/organizations" + path))
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      throw new IOException(answer.body());
    }
    return answer.body();
  }

  private static void check(boolean holds, String what) {
    System.out.println((holds ? "ok - " : "not ok - ") + what);
    if (!holds) {
      throw new AssertionError(what); // exit code 1
    }
  }
}
