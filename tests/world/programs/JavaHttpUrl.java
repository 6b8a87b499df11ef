// HttpURLConnection, which sends what a URL has as it stands.
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

public class JavaHttpUrl {
  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t");
      HttpURLConnection connection = (HttpURLConnection) new URL(parts[1]).openConnection();
      connection.setRequestMethod(parts[0]);
      if (!parts[3].equals("-")) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", parts[2]);
        connection.getOutputStream().write(Base64.getDecoder().decode(parts[3]));
      }
      int status = connection.getResponseCode();
      InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      byte[] body = stream == null ? new byte[0] : stream.readAllBytes();
      System.out.println(status + "\t" + Base64.getEncoder().encodeToString(body));
    }
  }
}
