// What a TypeScript service does with the client that hey-api makes: prints what came of it.
import { cdrHubQueryPost, click2CallPost, dialerAddCallsBulkPost, loginSetStatusPost, sandboxAdvanceClock } from "./hey";
import { client } from "./hey/client.gen";

async function main() {
  client.setConfig({ baseUrl: process.argv[2], throwOnError: true });
  const placed = await click2CallPost({
    body: { code: "demo-code", phone: "SIPSIP1", target: "0501234567", action: "call", format: "JSON" },
  });
  await sandboxAdvanceClock({ path: { id: "demo" }, body: { until: "idle" } });
  const found = await cdrHubQueryPost({
    body: {
      code: "demo-code",
      fields: ["CallID", "DialStatus"],
      search: { fromdate: "2020-01-01T00:00", todate: "2035-01-01T00:00", phones: ["0501234567"] },
    },
  });
  const added = await dialerAddCallsBulkPost({
    body: ["0501234567", "0502454545"].map((target) => ({ Campaign: "demo-agents-campaign", Target: target })),
  });
  const status = await loginSetStatusPost({
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
