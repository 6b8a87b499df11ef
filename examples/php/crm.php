<?php
// A CRM's two contacts with Voicenter: it calls a customer, and it reads a record of a call that has ended.

declare(strict_types=1);

/** Rings the agent's extension, then the customer. Returns the call's id; throws what Voicenter refuses. */
function call_customer(string $baseUrl, string $code, string $extension, string $phone): string
{
    $order = http_build_query(['code' => $code, 'phone' => $extension, 'target' => $phone, 'format' => 'json']);
    $answer = json_decode(file_get_contents("$baseUrl/ForwardDialer/click2call.aspx?$order"), true);
    if ($answer['ERRORCODE'] !== 0) { // HTTP 200 also when it is refused: the error is in the body
        throw new RuntimeException($answer['ERRORMESSAGE']);
    }
    return $answer['CALLID'];
}

/** What a CDR push means for the CRM: nothing (null) for the agent's leg, else whether the customer was reached. */
function customer_was_reached(array $record): ?bool
{
    return $record['type'] === 'Click2Call leg2' ? $record['status'] === 'ANSWER' : null;
}
