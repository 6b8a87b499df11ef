// A CRM's two contacts with Voicenter: it calls a customer, and it takes the records of calls that have ended.

import { createServer } from "node:http";

/** Rings the agent's extension, then the customer. Resolves to the call's id; throws what Voicenter refuses. */
export async function call({ baseUrl, code, extension, phone }) {
  const order = new URLSearchParams({ code, phone: extension, target: phone, format: "json" });
  const response = await fetch(`${baseUrl}/ForwardDialer/click2call.aspx?${order}`);
  const answer = await response.json(); // HTTP 200 also when it is refused: the error is in the body
  if (answer.ERRORCODE !== 0) throw new Error(answer.ERRORMESSAGE);
  return answer.CALLID;
}

/** The webhook. `log` is given each record once, however often Voicenter sends it. */
export function webhook(log) {
  const seen = new Set();
  return createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const record = JSON.parse(body);
    const leg = `${record.ivruniqueid} ${record.type}`;
    if (!seen.has(leg)) {
      seen.add(leg);
      log(record);
    }
    response.setHeader("Content-Type", "application/json");
    response.end('{"err": 0, "errdesc": "OK"}');
  });
}
