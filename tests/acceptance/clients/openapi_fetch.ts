// What a TypeScript service does with the client of openapi-typescript and openapi-fetch: prints what came of it.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });

const placed = await client.POST("/ForwardDialer/click2call.aspx", {
  body: { code: "demo-code", phone: "SIPSIP1", target: "0501234567", action: "call", format: "JSON" },
});
const answer = placed.data;
if (answer === undefined || typeof answer === "string" || answer.CALLID === undefined) throw new Error("no call");

await client.POST("/_sandbox/organizations/{id}/clock/advance", {
  params: { path: { id: "demo" } },
  body: { until: "idle" },
});

const found = await client.GET("/hub/cdr/", {
  params: {
    query: {
      code: "demo-code",
      format: "JSON",
      fromdate: "2020-01-01T00:00",
      todate: "2035-01-01T00:00",
      phones: ["0501234567"],
      fields: ["CallID", "DialStatus"],
    },
  },
});
const added = await client.POST("/ForwardDialer/Dialer/AddCallsBulk", {
  body: ["0501234567", "0502454545"].map((target) => ({ Campaign: "demo-agents-campaign", Target: target })),
});
const status = await client.POST("/UserLogin/SetStatusFromAPI", {
  body: { Code: "demo-code", UserID: "12345678", ExtensionUser: "SIPSIP1", Status: 3 },
});

console.log(
  JSON.stringify({
    placed: answer.ERRORCODE,
    recorded: found.data?.CDR_LIST?.map((record) => [record.CallID === answer.CALLID, record.DialStatus]),
    added: added.data?.AddResult?.map((row) => row.ErrorCode),
    status: status.data?.Status,
  }),
);
