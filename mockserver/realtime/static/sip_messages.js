/**
 * SIP messages as a telephone in a browser needs them: reading, writing, and the answer to a challenge (MD5, RFC 2617;
 * browsers have no MD5 of their own).
 */

/** `{method, uri}` or `{status, phrase}`, with `headers` (lower-case names, lists of values) and `body`. */
export function readMessage(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    (headers[name] ??= []).push(line.slice(colon + 1).trim());
  }
  const message = { headers, body: text.slice(end + 4) };
  const status = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (status) return { ...message, status: Number(status[1]), phrase: status[2] };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  return request ? { ...message, method: request[1], uri: request[2] } : null;
}

export function writeMessage(first, headers, body = "") {
  const lines = headers.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  const length = new TextEncoder().encode(body).length;
  return [first, ...lines, `Content-Length: ${length}`, "", body].join("\r\n");
}

/** What stands in front of what follows a message, such as `<sip:a@b>;tag=1`. */
export function tagOf(address) {
  return /;\s*tag=([^;]+)/.exec(address ?? "")?.[1] ?? "";
}

export function uriIn(address) {
  return /<([^>]*)>/.exec(address ?? "")?.[1] ?? (address ?? "").split(";")[0].trim();
}

/** The number of an address, and what its name is. */
export function partyIn(address) {
  const number = decodeURIComponent(/sips?:([^@;>]*)@/.exec(address ?? "")?.[1] ?? "");
  const name = /^\s*"((?:[^"\\]|\\.)*)"/.exec(address ?? "")?.[1]?.replace(/\\(.)/g, "$1") ?? "";
  return { number, name };
}

/** The credentials for a challenge that came with 401 or 407; nothing when there is none that can be answered. */
export function credentials(challenges, method, uri, user, password) {
  for (const challenge of challenges ?? []) {
    const given = Object.fromEntries(
      [...challenge.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(([, name, quoted, plain]) => [name, quoted ?? plain]),
    );
    if (!given.nonce || (given.algorithm ?? "MD5").toUpperCase() !== "MD5") continue;
    const secret = md5(`${user}:${given.realm}:${password}`);
    const asked = md5(`${method}:${uri}`);
    const count = "00000001";
    const own = token();
    const response = given.qop
      ? md5(`${secret}:${given.nonce}:${count}:${own}:auth:${asked}`)
      : md5(`${secret}:${given.nonce}:${asked}`);
    const once = given.qop ? `, qop=auth, nc=${count}, cnonce="${own}"` : "";
    return (
      `Digest username="${user}", realm="${given.realm}", nonce="${given.nonce}", uri="${uri}", ` +
      `response="${response}", algorithm=MD5${once}`
    );
  }
  return "";
}

export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** MD5 (RFC 1321) of a text, in hexadecimal. */
export function md5(text) {
  const bytes = new TextEncoder().encode(text);
  const words = new Uint32Array((((bytes.length + 8) >> 6) + 1) * 16);
  bytes.forEach((byte, place) => (words[place >> 2] |= byte << ((place % 4) * 8)));
  words[bytes.length >> 2] |= 0x80 << ((bytes.length % 4) * 8);
  words[words.length - 2] = bytes.length * 8;
  const sum = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = sum;
    for (let step = 0; step < 64; step++) {
      const round = step >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
      const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16;
      const added = (a + mixed + Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) + words[block + place]) >>> 0;
      const turn = TURNS[round][step % 4];
      [a, d, c, b] = [d, c, b, (b + ((added << turn) | (added >>> (32 - turn)))) >>> 0];
    }
    [a, b, c, d].forEach((value, place) => (sum[place] += value));
  }
  return [...new Uint8Array(sum.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
