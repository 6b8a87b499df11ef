// What a TypeScript service does with the functions that orval makes: prints what came of it.
import { cdrHubQueryPost, click2callPost, dialerAddCallsBulkPost, loginSetStatusPost, sandboxAdvanceClock } from "./api";

async function main() {
  const placed = await click2callPost({
    code: "demo-code",
    phone: "SIPSIP1",
    target: "0501234567",
    action: "call",
    format: "JSON",
  });
  await sandboxAdvanceClock("demo", { until: "idle" });
  const found = await cdrHubQueryPost({
    code: "demo-code",
    fields: ["CallID", "DialStatus"],
    search: { fromdate: "2020-01-01T00:00", todate: "2035-01-01T00:00", phones: ["0501234567"] },
  });
  const added = await dialerAddCallsBulkPost(
    ["0501234567", "0502454545"].map((target) => ({ Campaign: "demo-agents-campaign", Target: target })),
  );
  const status = await loginSetStatusPost({
    Code: "demo-code",
    UserID: "12345678",
    ExtensionUser: "SIPSIP1",
    Status: 3,
  });
  return {
    placed: placed.data.ERRORCODE,
    recorded: found.data.CDR_LIST?.map((record) => [record.CallID === placed.data.CALLID, record.DialStatus]),
    added: added.data.AddResult?.map((row) => row.ErrorCode),
    status: status.data.Status,
  };
}

void main().then((seen) => console.log(JSON.stringify(seen)));
