<?php
// php -S 127.0.0.1:<port> answering.php, with the folder of answers in ANSWERS and the file of lines in LINES.
$name = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$length = strlen(file_get_contents('php://input'));
file_put_contents(getenv('LINES'), "{$_SERVER['REQUEST_METHOD']}\t$name\t$length\n", FILE_APPEND);
header('Content-Type: ' . (str_ends_with($name, '.xml') ? 'text/xml' : 'application/json'));
echo file_get_contents(getenv('ANSWERS') . $name);
