<?php
// php client.php curl | file_get_contents | fsockopen | guzzle | symfony
function with_curl($method, $url, $type, $body) {
    $handle = curl_init($url);
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_NOBODY => $method === 'HEAD']);
    if ($body !== null) {
        curl_setopt_array($handle, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => ["Content-Type: $type"]]);
    }
    $answer = curl_exec($handle);
    if ($answer === false) throw new Exception(curl_error($handle));
    return [curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $answer];
}

function with_file_get_contents($method, $url, $type, $body) {
    $options = ['method' => $method, 'ignore_errors' => true];
    if ($body !== null) $options += ['header' => "Content-Type: $type", 'content' => $body];
    $answer = file_get_contents($url, false, stream_context_create(['http' => $options]));
    if ($answer === false) throw new Exception('no answer');
    return [(int) explode(' ', $http_response_header[0])[1], $answer];
}

function with_fsockopen($method, $url, $type, $body) {
    $place = parse_url($url);
    $path = substr($url, strpos($url, '/', 8));
    $connection = fsockopen($place['host'], $place['port'], $number, $error, 10);
    $head = "$method $path HTTP/1.0\r\nHost: {$place['host']}:{$place['port']}\r\nConnection: close\r\n";
    if ($body !== null) $head .= "Content-Type: $type\r\nContent-Length: " . strlen($body) . "\r\n";
    fwrite($connection, "$head\r\n$body");
    [$head, $content] = explode("\r\n\r\n", stream_get_contents($connection), 2);
    return [(int) explode(' ', $head)[1], $content];
}

function with_guzzle($method, $url, $type, $body) {
    $client = new GuzzleHttp\Client(['http_errors' => false]);
    $options = $body === null ? [] : ['body' => $body, 'headers' => ['Content-Type' => $type]];
    $answer = $client->request($method, $url, $options);
    return [$answer->getStatusCode(), (string) $answer->getBody()];
}

function with_symfony($method, $url, $type, $body) {
    $options = $body === null ? [] : ['body' => $body, 'headers' => ['Content-Type' => $type]];
    $answer = Symfony\Component\HttpClient\HttpClient::create()->request($method, $url, $options);
    return [$answer->getStatusCode(), $answer->getContent(false)];
}

if ($argv[1] === 'guzzle') require '/usr/share/php/GuzzleHttp/autoload.php';
if ($argv[1] === 'symfony') require '/usr/share/php/Symfony/Component/HttpClient/autoload.php';
while (($line = fgets(STDIN)) !== false) {
    [$method, $url, $type, $body] = explode("\t", rtrim($line, "\n"));
    [$status, $answer] = ("with_$argv[1]")($method, $url, $type, $body === '-' ? null : base64_decode($body));
    echo $status, "\t", base64_encode($answer), "\n";
}
