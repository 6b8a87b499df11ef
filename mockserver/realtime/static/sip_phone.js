/**
 * A telephone in a browser: SIP over a websocket (RFC 7118), and the headset as WebRTC. As much of both as the sandbox
 * needs of one: it registers as an extension, is rung, calls, answers, holds, sends keys and hangs up.
 */

import { credentials, partyIn, readMessage, tagOf, token, uriIn, writeMessage } from "./sip_messages.js";

const REGISTER_SECONDS = 600;

/**
 * `new SipPhone({url, user, password})`. `onChange(call)` tells of each change of a call, `onState(state, reason)` of the
 * registration: `registered`, `refused`, `closed`.
 */
export class SipPhone {
  constructor({ url, user, password, onChange, onState }) {
    Object.assign(this, { url, user, password, onChange, onState });
    this.host = `${token()}.invalid`;
    this.domain = new URL(url).hostname;
    this.calls = new Map();
    this.registered = false;
    this._waiting = new Map();
    this._registration = { callId: token(), tag: token(), sequence: 0 };
    this._socket = new WebSocket(url, "sip");
    this._socket.onopen = () => this._register();
    this._socket.onmessage = ({ data }) => this._take(readMessage(String(data)));
    this._socket.onclose = () => this._closed();
  }

  get contact() {
    return `<sip:${this.user}@${this.host};transport=ws>`;
  }

  /** The extension is simulated again; calls that are up are hung up. */
  close() {
    for (const call of [...this.calls.values()]) call.hangUp();
    this.registered = false;
    clearTimeout(this._again);
    this._socket.close();
  }

  /** The call that the exchange knows by this id. */
  callOf(id) {
    return [...this.calls.values()].find((call) => call.id === id);
  }

  call(number) {
    const call = new SipCall(this, { callId: token(), outgoing: true });
    this.calls.set(call.callId, call);
    call.dial(number);
    return call;
  }

  // ---- registering ---------------------------------------------------------------------------------------

  async _register() {
    const { callId, tag } = this._registration;
    const own = `<sip:${this.user}@${this.domain}>`;
    const answer = await this.ask("REGISTER", `sip:${this.domain}`, {
      from: `${own};tag=${tag}`,
      to: own,
      callId,
      sequence: () => ++this._registration.sequence,
      headers: [["Expires", String(REGISTER_SECONDS)]],
    });
    this.registered = answer.status === 200;
    this.onState(this.registered ? "registered" : "refused", answer.phrase);
    if (this.registered) this._again = setTimeout(() => this._register(), (REGISTER_SECONDS * 1000) / 2);
  }

  _closed() {
    const was = this.registered;
    this.registered = false;
    clearTimeout(this._again);
    for (const call of [...this.calls.values()]) call.end();
    this.onState("closed", was ? "" : "the sandbox takes no telephones: serve --sip");
  }

  // ---- messages ------------------------------------------------------------------------------------------

  send(first, headers, body) {
    if (this._socket.readyState === WebSocket.OPEN) this._socket.send(writeMessage(first, headers, body));
  }

  /** Sends a request, with credentials if it is asked for them. Answers the final answer; `early` gets the others. */
  async ask(method, uri, { from, to, callId, sequence, headers = [], body = "", early, onSent }) {
    let authorization = [];
    for (;;) {
      const number = sequence();
      const branch = `z9hG4bK${token()}`;
      const common = [
        ["Via", `SIP/2.0/WS ${this.host};branch=${branch}`],
        ["Max-Forwards", "70"],
        ["From", from],
        ["To", to],
        ["Call-ID", callId],
      ];
      onSent?.({ common, number, uri });
      this.send(
        `${method} ${uri} SIP/2.0`,
        [...common, ["CSeq", `${number} ${method}`], ["Contact", this.contact], ...authorization, ...headers],
        body,
      );
      const answer = await new Promise((resolve) => this._waiting.set(branch, { resolve, early }));
      this._waiting.delete(branch);
      if (method === "INVITE" && answer.status >= 300) {
        const toAnswer = ["To", answer.headers.to[0]];
        const copied = common.map((header) => (header[0] === "To" ? toAnswer : header));
        this.send(`ACK ${uri} SIP/2.0`, [...copied, ["CSeq", `${number} ACK`]]);
      }
      const challenge = { 401: "www-authenticate", 407: "proxy-authenticate" }[answer.status];
      const given = challenge && credentials(answer.headers[challenge], method, uri, this.user, this.password);
      if (!given || authorization.length) return answer;
      authorization = [[answer.status === 401 ? "Authorization" : "Proxy-Authorization", given]];
    }
  }

  /** Answers a request. `tag` is our end's. */
  answer(request, status, phrase, { tag = "", headers = [], body = "" } = {}) {
    const { via, from, to, cseq } = request.headers;
    const own = tag && !tagOf(to[0]) ? `${to[0]};tag=${tag}` : to[0];
    const copied = [["Via", via], ["From", from[0]], ["To", own], ["Call-ID", request.headers["call-id"][0]]];
    this.send(`SIP/2.0 ${status} ${phrase}`, [...copied, ["CSeq", cseq[0]], ...headers], body);
  }

  _take(message) {
    if (!message) return;
    if (message.status) {
      const branch = /;\s*branch=([^;]+)/.exec(message.headers.via?.[0] ?? "")?.[1];
      const waiting = this._waiting.get(branch);
      if (message.status >= 200) waiting?.resolve(message);
      else waiting?.early?.(message);
      return;
    }
    const call = this.calls.get(message.headers["call-id"]?.[0]);
    if (message.method === "OPTIONS") this.answer(message, 200, "OK", { tag: token() });
    else if (call) call.take(message);
    else if (message.method === "INVITE") this._rung(message);
    else if (message.method !== "ACK") this.answer(message, 481, "Call Does Not Exist", { tag: token() });
  }

  _rung(invite) {
    const call = new SipCall(this, { callId: invite.headers["call-id"][0], outgoing: false });
    this.calls.set(call.callId, call);
    call.ring(invite);
  }
}

/** `state`: `rings`, `calls`, `talks`, `held`, `over`. `id` is the exchange's, `number` and `name` the other side's. */
class SipCall {
  constructor(phone, { callId, outgoing }) {
    Object.assign(this, { phone, callId, outgoing, id: "", number: "", name: "", problem: "" });
    this.state = outgoing ? "calls" : "rings";
    this._tag = token();
    this._sequence = 0;
  }

  _change(state) {
    this.state = state;
    this.phone.onChange(this);
  }

  // ---- being rung ----------------------------------------------------------------------------------------

  ring(invite) {
    this._invite = invite;
    Object.assign(this, partyIn((invite.headers["remote-party-id"] ?? invite.headers.from)[0]));
    this.id = invite.headers["x-ivr-unique-id"]?.[0] ?? "";
    this._dialog = { target: uriIn(invite.headers.contact?.[0]), remote: invite.headers.from[0] };
    this._dialog.local = `${invite.headers.to[0]};tag=${this._tag}`;
    this._answer(180, "Ringing");
    this._change("rings");
    if (/answer-after=0/.test(invite.headers["call-info"]?.[0] ?? "")) this.answer();
  }

  _answer(status, phrase, body = "") {
    const headers = [["Contact", this.phone.contact], ...(body ? [["Content-Type", "application/sdp"]] : [])];
    this.phone.answer(this._invite, status, phrase, { tag: this._tag, headers, body });
  }

  async answer() {
    if (this.state !== "rings" || this._answering) return;
    this._answering = true;
    await this._connect();
    await this._connection.setRemoteDescription({ type: "offer", sdp: this._invite.body });
    await this._connection.setLocalDescription();
    if (this.state !== "rings") return; // they have given up meanwhile
    this._answer(200, "OK", this._connection.localDescription.sdp);
    this._change("talks");
  }

  reject() {
    if (this.state !== "rings") return;
    this._answer(603, "Decline");
    this.end();
  }

  // ---- calling -------------------------------------------------------------------------------------------

  async dial(number) {
    this.number = number;
    this._change("calls");
    await this._connect();
    await this._connection.setLocalDescription();
    const { user, domain } = this.phone;
    const from = `<sip:${user}@${domain}>;tag=${this._tag}`;
    const uri = `sip:${encodeURIComponent(number)}@${domain}`;
    if (this.state !== "calls") return;
    const answer = await this.phone.ask("INVITE", uri, {
      from,
      to: `<${uri}>`,
      callId: this.callId,
      sequence: () => ++this._sequence,
      headers: [["Content-Type", "application/sdp"]],
      body: this._connection.localDescription.sdp,
      early: (message) => this._named(message),
      onSent: (sent) => (this._sent = sent),
    });
    this._sent = null;
    this._named(answer);
    if (answer.status >= 300) {
      this.problem = `${answer.status} ${answer.phrase}`;
      this.end();
      return;
    }
    this._dialog = { target: uriIn(answer.headers.contact?.[0]), remote: answer.headers.to[0], local: from };
    this._acknowledge(this._sequence);
    if (this.state === "over") {
      this._bye(); // given up while it was answered
      return;
    }
    await this._connection.setRemoteDescription({ type: "answer", sdp: answer.body });
    this._change("talks");
  }

  _named(message) {
    const id = message.headers["x-ivr-unique-id"]?.[0];
    if (!id || this.id === id) return;
    this.id = id;
    this.phone.onChange(this);
  }

  // ---- in the call ---------------------------------------------------------------------------------------

  take(request) {
    switch (request.method) {
      case "ACK":
        return;
      case "CANCEL":
        this.phone.answer(request, 200, "OK", { tag: this._tag });
        if (this.state === "rings") {
          this._answer(487, "Request Terminated");
          this.end();
        }
        return;
      case "BYE":
        this.phone.answer(request, 200, "OK");
        this.end();
        return;
      case "INVITE":
        this.phone.answer(request, 488, "Not Acceptable Here");
        return;
      default:
        this.phone.answer(request, 200, "OK");
    }
  }

  /** Puts the other side on hold, or takes it back. */
  async hold(held) {
    if (this.state !== (held ? "talks" : "held")) return;
    const [sender] = this._connection.getTransceivers();
    sender.direction = held ? "sendonly" : "sendrecv";
    await this._connection.setLocalDescription();
    const answer = await this._ask("INVITE", this._connection.localDescription.sdp);
    this._acknowledge(this._sequence);
    if (answer.status !== 200) return;
    await this._connection.setRemoteDescription({ type: "answer", sdp: answer.body });
    this._change(held ? "held" : "talks");
  }

  /** Keys, in the sound (RFC 4733). */
  press(keys) {
    this._connection?.getSenders()[0]?.dtmf?.insertDTMF(keys);
  }

  /** Whether the microphone is off. */
  mute(muted) {
    for (const track of this._microphone?.getTracks() ?? []) track.enabled = !muted;
  }

  hangUp() {
    if (this.state === "over") return;
    if (this.state === "rings") return this.reject();
    if (this._dialog) this._bye();
    else if (this._sent) {
      const { common, number, uri } = this._sent;
      this.phone.send(`CANCEL ${uri} SIP/2.0`, [...common, ["CSeq", `${number} CANCEL`]]);
    }
    this.end();
  }

  _bye() {
    this._ask("BYE");
  }

  _ask(method, body = "") {
    const { target, remote, local } = this._dialog;
    return this.phone.ask(method, target, {
      from: local,
      to: remote,
      callId: this.callId,
      sequence: () => ++this._sequence,
      headers: body ? [["Content-Type", "application/sdp"]] : [],
      body,
    });
  }

  _acknowledge(number) {
    const { target, remote, local } = this._dialog;
    this.phone.send(`ACK ${target} SIP/2.0`, [
      ["Via", `SIP/2.0/WS ${this.phone.host};branch=z9hG4bK${token()}`],
      ["Max-Forwards", "70"],
      ["From", local],
      ["To", remote],
      ["Call-ID", this.callId],
      ["CSeq", `${number} ACK`],
    ]);
  }

  /** The call is over, whoever ended it. */
  end() {
    if (this.state === "over") return;
    this.phone.calls.delete(this.callId);
    this._connection?.close();
    for (const track of this._microphone?.getTracks() ?? []) track.stop();
    if (this._player) this._player.srcObject = null;
    this._change("over");
  }

  // ---- sound ---------------------------------------------------------------------------------------------

  /** The microphone and the loudspeaker; without a microphone the call is listened to. */
  async _connect() {
    this._connection = new RTCPeerConnection();
    this._connection.ontrack = ({ track }) => {
      this._player = Object.assign(new Audio(), { srcObject: new MediaStream([track]) });
      this._player.play().catch(() => undefined); // a page that nobody has clicked in may not
    };
    try {
      this._microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      for (const track of this._microphone.getAudioTracks()) this._connection.addTrack(track, this._microphone);
    } catch (error) {
      this.problem = `no microphone: ${error.message}`;
      this._connection.addTransceiver("audio", { direction: "recvonly" });
      this.phone.onChange(this);
    }
    if (this.state === "over") {
      this._connection.close();
      for (const track of this._microphone?.getTracks() ?? []) track.stop();
    }
  }
}
