/** The control API: requests, and errors as it tells them. */

/** An advance may take its time; what only reads does not. */
const READ_MILLISECONDS = 60_000;

/** What a proxy has before every path, as in `/voicenter`: this file lies at `<prefix>/_sandbox/page/api.js`. */
export const PREFIX = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

export class ApiError extends Error {
  constructor(status, error) {
    super(error.message || `HTTP ${status}`);
    this.status = status;
    this.code = error.code || "";
    this.field = error.field || "";
    this.hint = error.hint || "";
  }
}

/** What the control API answers; `null` when it has nothing to say. Raises ApiError. */
export async function request(method, path, body) {
  const options = { method, headers: { Accept: "application/json" }, cache: "no-store" };
  if (method === "GET") options.signal = AbortSignal.timeout(READ_MILLISECONDS);
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(PREFIX + path, options);
  } catch {
    throw new ApiError(0, { code: "unreachable", message: "the sandbox does not answer" });
  }
  const text = await answer.text();
  if (answer.ok && (answer.headers.get("content-type") || "").startsWith("text/x-python")) return text;
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    if (answer.ok) throw new ApiError(answer.status, { message: "the sandbox's answer is not JSON" });
  }
  if (!answer.ok) throw new ApiError(answer.status, data?.error ?? {});
  return data;
}

/** Where an organization's things are: `of("t1", "/calls")`. */
export function of(organization, path = "") {
  return `/_sandbox/organizations/${encodeURIComponent(organization)}${path}`;
}
