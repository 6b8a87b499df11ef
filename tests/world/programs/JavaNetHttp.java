// java.net.http with its defaults, which offer HTTP/2 by an Upgrade. Lines in and out as in every program here:
// METHOD, URL, content type, body in base64 ("-": none), separated by tabs; out: status and body in base64.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

public class JavaNetHttp {
  public static void main(String[] arguments) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t");
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(parts[1]));
      byte[] body = parts[3].equals("-") ? null : Base64.getDecoder().decode(parts[3]);
      if (body != null) request.header("Content-Type", parts[2]);
      request.method(parts[0], body == null
          ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
      HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      System.out.println(answer.statusCode() + "\t" + Base64.getEncoder().encodeToString(answer.body()));
    }
    System.exit(0);
  }
}
