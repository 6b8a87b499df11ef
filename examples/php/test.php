<?php
// Needs a sandbox: voicenter-mock serve --clock manual, its URL in VOICENTER_SANDBOX.

declare(strict_types=1);

require __DIR__ . '/crm.php';

$sandbox = getenv('VOICENTER_SANDBOX') ?: 'http://127.0.0.1:8025';

/** One operation of the sandbox's control API. */
function control(string $method, string $path, ?array $body = null): array
{
    global $sandbox;
    $options = ['method' => $method, 'header' => 'Content-Type: application/json', 'ignore_errors' => true];
    if ($body !== null) {
        $options['content'] = json_encode($body, JSON_FORCE_OBJECT);
    }
    $text = file_get_contents("$sandbox/_sandbox/organizations$path", false, stream_context_create(['http' => $options]));
    return json_decode($text ?: '{}', true) ?? [];
}

function check(bool $holds, string $what): void
{
    echo $holds ? "ok - $what\n" : "not ok - $what\n";
    if (!$holds) {
        exit(1);
    }
}

$organization = control('POST', '', ['id' => 'php-' . bin2hex(random_bytes(8)), 'template' => 'demo', 'clock' => 'manual']);
$path = '/' . $organization['id'];

call_customer($organization['base_url'], $organization['code'], 'SIPSIP1', '0555550017'); // always busy
control('POST', "$path/clock/advance", ['until' => 'idle']);
$reached = array_map('customer_was_reached', control('GET', "$path/cdrs")['cdrs']);
check($reached === [null, false], 'a busy customer was not reached');

try {
    call_customer($organization['base_url'], $organization['code'], 'SIPSIP4', '0501234567');
    check(false, 'an extension that may not call is told why');
} catch (RuntimeException $error) {
    check(str_contains($error->getMessage(), 'blocked'), 'an extension that may not call is told why');
}

control('DELETE', $path);
