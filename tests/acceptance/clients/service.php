<?php
// What a PHP service does with the client that openapi-generator makes: prints what came of it.

use OpenAPI\Client\Api\AgentLoginAndStatusApi;
use OpenAPI\Client\Api\CallLogApi;
use OpenAPI\Client\Api\Click2CallApi;
use OpenAPI\Client\Api\ControlAPIApi;
use OpenAPI\Client\Api\DialerApi;
use OpenAPI\Client\Configuration;
use OpenAPI\Client\Model\CdrHubQueryRequest;
use OpenAPI\Client\Model\CdrHubQueryRequestSearch;
use OpenAPI\Client\Model\Click2callRequest;
use OpenAPI\Client\Model\DialerAddCallsBulkRequestCall;
use OpenAPI\Client\Model\LoginSetStatusRequest;
use OpenAPI\Client\Model\SandboxAdvanceClock;

[, $server, $library] = $argv;
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class) use ($library) {
    $file = $library . str_replace('\\', '/', substr($class, strlen('OpenAPI\\Client'))) . '.php';
    if (str_starts_with($class, 'OpenAPI\\Client\\') && is_file($file)) {
        require $file;
    }
});

$http = new GuzzleHttp\Client();
$settings = (new Configuration())->setHost($server);

$call = ['phone' => 'SIPSIP1', 'target' => '0501234567', 'code' => 'demo-code', 'action' => 'call', 'format' => 'JSON'];
$placed = (new Click2CallApi($http, $settings))->click2callPost(new Click2callRequest($call));

(new ControlAPIApi($http, $settings))->sandboxAdvanceClock('demo', new SandboxAdvanceClock(['until' => 'idle']));

$search = ['fromdate' => '2020-01-01T00:00', 'todate' => '2035-01-01T00:00', 'phones' => ['0501234567']];
$query = ['code' => 'demo-code', 'fields' => ['CallID', 'DialStatus'], 'search' => new CdrHubQueryRequestSearch($search)];
$found = (new CallLogApi($http, $settings))->cdrHubQueryPost(new CdrHubQueryRequest($query));

$calls = array_map(
    fn ($target) => new DialerAddCallsBulkRequestCall(['campaign' => 'demo-agents-campaign', 'target' => $target]),
    ['0501234567', '0502454545'],
);
$added = (new DialerApi($http, $settings))->dialerAddCallsBulkPost($calls);

$lunch = ['code' => 'demo-code', 'user_id' => '12345678', 'extension_user' => 'SIPSIP1', 'status' => 3];
$status = (new AgentLoginAndStatusApi($http, $settings))->loginSetStatusPost(new LoginSetStatusRequest($lunch));

echo json_encode([
    'placed' => $placed->getErrorcode(),
    'recorded' => array_map(
        fn ($cdr) => [$cdr->getCallId() === $placed->getCallid(), $cdr->getDialStatus()],
        $found->getCdrList(),
    ),
    'added' => array_map(fn ($row) => $row->getErrorCode(), $added->getAddResult()),
    'status' => $status->getStatus(),
]);
