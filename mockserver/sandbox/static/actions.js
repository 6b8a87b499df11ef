/**
 * Everything that can be done from the page: the control API's request, and the command that does the same.
 * Nothing is sent here; `act` in perform.js does that.
 */

import { of } from "./api.js";

function action(organization, title, method, path, body, command) {
  return { organization, title, method, path: of(organization, path), body, command };
}

const options = (given) =>
  Object.entries(given).flatMap(([name, value]) => (value ? [`--${name}`, String(value)] : []));
const code = encodeURIComponent;
const TYPED = 20;

// ---- calls ---------------------------------------------------------------------------------------------------

export function callIn(organization, body) {
  const parties = Object.entries(body.parties ?? {}).map(([who, { kind }]) => `${who}=${kind}`);
  return action(organization, "action.call_in", "POST", "/calls", body, [
    "call",
    "incoming",
    ...(body.caller ? [body.caller] : []),
    ...options({ did: body.did, name: body.caller_name, digits: body.digits }),
    ...parties.flatMap((party) => ["--party", party]),
    ...(body.ai ? ["--ai"] : []),
  ]);
}

export function callOut(organization, extension, target) {
  return action(organization, "action.call_out", "POST", "/calls", { extension, target }, [
    "call",
    "outgoing",
    extension,
    target,
  ]);
}

/** answer, reject, hold, unhold */
export function inCall(organization, ivrid, what, extension) {
  const body = extension ? { extension } : {};
  return action(organization, `action.${what}`, "POST", `/calls/${code(ivrid)}/${what}`, body, [
    "call",
    what,
    ivrid,
    ...options({ extension }),
  ]);
}

export function mute(organization, ivrid, muted) {
  const what = muted ? "mute" : "unmute";
  return action(organization, `action.${what}`, "POST", `/calls/${code(ivrid)}/${what}`, {}, ["call", what, ivrid]);
}

export function press(organization, ivrid, digits) {
  return action(organization, "action.press", "POST", `/calls/${code(ivrid)}/digits`, { digits }, [
    "call",
    "press",
    ivrid,
    digits,
  ]);
}

export function hangUp(organization, ivrid, by) {
  return action(organization, "action.hangup", "POST", `/calls/${code(ivrid)}/hangup`, { by }, [
    "call",
    "hangup",
    ivrid,
    "--by",
    by,
  ]);
}

/** `kind`: blind, consult, complete */
export function transfer(organization, ivrid, kind, to, extension) {
  const body = kind === "complete" ? { kind } : { kind, to, ...(extension ? { extension } : {}) };
  const how = { blind: [], consult: ["--consult"], complete: ["--complete"] }[kind];
  const words = kind === "complete" ? how : [to, ...how, ...options({ extension })];
  return action(organization, `action.transfer_${kind}`, "POST", `/calls/${code(ivrid)}/transfer`, body, [
    "call",
    "transfer",
    ivrid,
    ...words,
  ]);
}

// ---- people and devices --------------------------------------------------------------------------------------

export function setAgent(organization, user, status) {
  return action(organization, "action.set_agent", "PUT", `/agents/${code(user)}`, { status }, [
    "agents",
    "set",
    String(user),
    String(status),
  ]);
}

export function setDevice(organization, sip, device) {
  return action(organization, `action.device_${device}`, "PUT", `/extensions/${code(sip)}`, { device }, [
    "extensions",
    device === "online" ? "on" : "off",
    sip,
  ]);
}

// ---- campaigns -----------------------------------------------------------------------------------------------

/** start, stop, clear */
export function campaign(organization, campaignCode, what) {
  return action(organization, `action.campaign_${what}`, "POST", `/campaigns/${code(campaignCode)}/${what}`, undefined, [
    "campaigns",
    what,
    campaignCode,
  ]);
}

/** More numbers than anybody would type stand in the curl line only. */
export function addNumbers(organization, campaignCode, numbers) {
  const command = numbers.length <= TYPED ? ["campaigns", "add", campaignCode, ...numbers] : null;
  return action(organization, "action.add_numbers", "POST", `/campaigns/${code(campaignCode)}/calls`, { numbers }, command);
}

// ---- clock ---------------------------------------------------------------------------------------------------

export function setClock(organization, mode, speed) {
  const body = mode === "scaled" ? { mode, speed } : { mode };
  const words = { manual: ["pause"], realtime: ["run"], scaled: ["speed", String(speed)] }[mode];
  return action(organization, `action.clock_${mode}`, "PUT", "/clock", body, ["clock", ...words]);
}

/** `far`: seconds, or idle */
export function advance(organization, far) {
  const body = far === "idle" ? { until: "idle" } : { seconds: far };
  return action(organization, "action.advance", "POST", "/clock/advance", body, ["clock", "advance", String(far)]);
}

export function cancelAdvance(organization) {
  return action(organization, "action.cancel_advance", "POST", "/clock/cancel", undefined, ["clock", "cancel"]);
}

// ---- callbacks, faults, outcomes -----------------------------------------------------------------------------

export function redeliver(organization, id) {
  return action(organization, "action.redeliver", "POST", `/deliveries/${id}/redeliver`, undefined, [
    "redeliver",
    String(id),
  ]);
}

export function sendSample(organization, callback) {
  return action(organization, "action.send_sample", "POST", `/callbacks/${code(callback)}`, {}, [
    "deliveries",
    "send",
    callback,
  ]);
}

export function setCallbackUrl(organization, callback, url) {
  return action(organization, "action.set_url", "PATCH", "", { callbacks: { [callback]: { url } } }, null);
}

export function addFault(organization, body) {
  const { on, when = {}, ...rest } = body;
  const words = Object.entries(rest).flatMap(([name, value]) => [
    `--${name.replaceAll("_", "-")}`,
    ...(value === true ? [] : [String(value)]),
  ]);
  const conditions = Object.entries(when).flatMap(([name, value]) => ["--when", `${name}=${value}`]);
  return action(organization, "action.add_fault", "POST", "/faults", body, ["faults", "add", on, ...words, ...conditions]);
}

export function removeFault(organization, number) {
  return action(organization, "action.remove_fault", "DELETE", `/faults/${number}`, undefined, [
    "faults",
    "remove",
    String(number),
  ]);
}

export function clearFaults(organization) {
  return action(organization, "action.clear_faults", "DELETE", "/faults", undefined, ["faults", "clear"]);
}

export function expect(organization, body) {
  const { kind, number, times, ai } = body;
  return action(organization, "action.expect", "POST", "/expectations", body, [
    "expect",
    "add",
    kind,
    ...options({ number, times }),
    ...(ai ? ["--ai"] : []),
  ]);
}

export function clearExpectations(organization) {
  return action(organization, "action.clear_expectations", "DELETE", "/expectations", undefined, ["expect", "clear"]);
}

// ---- whole organizations -------------------------------------------------------------------------------------

export function createOrganization(id, clock) {
  const body = { template: "demo", id, clock };
  return {
    title: "action.create_organization",
    method: "POST",
    path: "/_sandbox/organizations",
    body,
    command: ["organizations", "create", id, "--clock", clock],
  };
}

/** A file's text as it was dropped: YAML, or JSON by its name. Raises SyntaxError for JSON that is none. */
export function loadOrganization(name, text, replace) {
  const source = name.endsWith(".json") ? { document: JSON.parse(text) } : { yaml: text };
  const id = source.document ? source.document.id : (/^id:\s*["']?([\w-]+)/m.exec(text)?.[1] ?? "");
  return {
    title: "action.load_organization",
    method: "POST",
    path: "/_sandbox/organizations",
    body: replace ? { ...source, replace } : source,
    command: id ? ["organizations", "create", id, "--document", name, ...(replace ? ["--replace"] : [])] : null,
  };
}

export function deleteOrganization(organization) {
  return {
    title: "action.delete_organization",
    method: "DELETE",
    path: of(organization),
    command: ["organizations", "delete", organization],
  };
}

export function reset(organization) {
  return {
    title: "action.reset",
    method: "POST",
    path: of(organization, "/reset"),
    body: {},
    command: ["organizations", "reset", organization],
  };
}

export function takeSnapshot(organization) {
  return action(organization, "action.take_snapshot", "GET", "/snapshot", undefined, [
    "snapshot",
    "save",
    `${organization}.snapshot.json`,
  ]);
}

export function restore(organization, body, file) {
  return { ...action(organization, "action.restore", "PUT", "/snapshot", body, ["snapshot", "restore", file]), file };
}

export function exportTest(organization) {
  return action(organization, "action.export", "GET", "/export?as=pytest", undefined, [
    "export",
    "--output",
    "test_session.py",
  ]);
}
