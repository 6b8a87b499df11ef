// java Answering.java <folder of answers> : prints its port, then a line for each request.
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

public class Answering {
  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      int length = exchange.getRequestBody().readAllBytes().length;
      String name = exchange.getRequestURI().getPath();
      byte[] answer = Files.readAllBytes(Path.of(arguments[0] + name));
      System.out.println(exchange.getRequestMethod() + "\t" + name + "\t" + length);
      exchange.getResponseHeaders().set("Content-Type", name.endsWith(".xml") ? "text/xml" : "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
