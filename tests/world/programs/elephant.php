<?php
// php elephant.php <host> <port> <path and query without EIO> : what PHP's socket.io client does. It opens by polling,
// changes to a websocket and says 5 at once, without asking whether anybody is there; then it reads events.
[, $host, $port, $path] = $argv;
$opened = file_get_contents("http://$host:$port$path&EIO=3&transport=polling");
if (!preg_match('/^\d+:0(\{.*?\})/', $opened, $found)) { echo "no payload of text: $opened\n"; exit(1); }
$sid = json_decode($found[1], true)['sid'];
$socket = stream_socket_client("tcp://$host:$port", $number, $error, 10);
$key = base64_encode(random_bytes(16));
fwrite($socket, "GET $path&EIO=3&transport=websocket&sid=$sid HTTP/1.1\r\nHost: $host:$port\r\nUpgrade: WebSocket\r\n"
    . "Connection: Upgrade\r\nSec-WebSocket-Key: $key\r\nSec-WebSocket-Version: 13\r\nOrigin: *\r\n\r\n");
$status = fgets($socket);
while (($line = fgets($socket)) !== false && trim($line) !== '');
if (strpos($status, '101') === false) { echo "refused: $status"; exit(1); }

function send($socket, $text) { fwrite($socket, chr(0x81) . chr(0x80 | strlen($text)) . "\0\0\0\0" . $text); }

function receive($socket) {
    $head = fread_all($socket, 2);
    $length = ord($head[1]) & 127;
    if ($length === 126) $length = unpack('n', fread_all($socket, 2))[1];
    elseif ($length === 127) $length = unpack('J', fread_all($socket, 8))[1];
    return fread_all($socket, $length);
}

function fread_all($socket, $length) {
    for ($data = ''; strlen($data) < $length; $data .= $piece) {
        $piece = fread($socket, $length - strlen($data));
        if ($piece === '' || $piece === false) exit(1);
    }
    return $data;
}

send($socket, '5');
while (true) {
    $frame = receive($socket);
    if (substr($frame, 0, 2) !== '42') continue;
    [$name, $payload] = json_decode(substr($frame, 2), true);
    if ($name === 'AllDialersStatus') echo "ready websocket\n";
    if ($name === 'ExtensionEvent') echo $payload['reason'], "\t", $payload['data']['currentCall']['callername'] ?? '', "\n";
}
