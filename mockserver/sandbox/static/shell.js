/** An action as somebody would type it: a curl line, and the `voicenter-mock` command that does the same. */

import { PREFIX } from "./api.js";

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const TOKEN = "VOICENTER_MOCK_CONTROL_TOKEN";

/** One word of a shell command, quoted if anything in it means something to a shell. */
export function quoted(word) {
  const text = String(word);
  return SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export function curlOf({ method, path, body, file }) {
  const words = ["curl"];
  if (method !== "GET") words.push("-X", method);
  words.push(quoted(location.origin + PREFIX + path));
  let line = words.join(" ");
  if (!LOOPBACK.test(location.hostname)) line += ` -H "Authorization: Bearer $${TOKEN}"`;
  if (file) return `${line} -H 'Content-Type: application/json' --data-binary ${quoted(`@${file}`)}`;
  if (body !== undefined) line += ` -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
  return line;
}

/** Empty when the command line has no word for it. */
export function commandOf({ command, organization }) {
  if (!command) return "";
  const options = [];
  const server = location.origin + PREFIX;
  if (server !== "http://127.0.0.1:8025") options.push("--server", server);
  if (organization && organization !== "demo") options.push("--organization", organization);
  return ["voicenter-mock", ...command, ...options].map(quoted).join(" ");
}
