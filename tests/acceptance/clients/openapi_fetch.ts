// What a TypeScript service does with the types of openapi-typescript and with openapi-fetch: prints what came of it.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

async function main() {
  const client = createClient<paths>({ baseUrl: process.argv[2] });
  const placed = await client.POST("/ForwardDialer/click2call.aspx", {
    body: { code: "demo-code", phone: "SIPSIP1", target: "0501234567", action: "call", format: "JSON" },
  });
  await client.POST("/_sandbox/organizations/{id}/clock/advance", {
    params: { path: { id: "demo" } },
    body: { until: "idle" },
  });
  const query = {
    code: "demo-code",
    fromdate: "2020-01-01T00:00",
    todate: "2035-01-01T00:00",
    phones: ["0501234567"],
    fields: ["CallID", "DialStatus"],
  };
  const found = await client.GET("/hub/cdr/", { params: { query } });
  const added = await client.POST("/ForwardDialer/Dialer/AddCallsBulk", {
    body: ["0501234567", "0502454545"].map((target) => ({ Campaign: "demo-agents-campaign", Target: target })),
  });
  const status = await client.POST("/UserLogin/SetStatusFromAPI", {
    body: { Code: "demo-code", UserID: "12345678", ExtensionUser: "SIPSIP1", Status: 3 },
  });
  return {
    placed: placed.data?.ERRORCODE,
    recorded: found.data?.CDR_LIST?.map((record) => [record.CallID === placed.data?.CALLID, record.DialStatus]),
    added: added.data?.AddResult?.map((row) => row.ErrorCode),
    status: status.data?.Status,
  };
}

void main().then((seen) => console.log(JSON.stringify(seen)));
