// What Voicenter's SDKs do on the wire, over a genuine client: log in, find the server, listen, refresh the token.
// options: generation "older" or "newer", login {how: "token" | "Token" | "User" | "Account", ...its members}
"use strict";

module.exports = function open(io, _kind, base, options, say) {
  async function ask(path, bearer, members) {
    const answer = await fetch(base + path, {
      method: members ? "POST" : "GET",
      headers: Object.assign(
        bearer ? { Authorization: "Bearer " + bearer } : {},
        members ? { "Content-Type": "application/json" } : {}
      ),
      body: members && JSON.stringify(members)
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(answer.status + " " + body.error);
    return body;
  }

  const best = (servers) => servers.slice().sort((one, other) => one.Priority - other.Priority)[0];

  const older = {
    // A token may be taken as it is; where to go with it is asked for. The protocol is the SDK's own.
    async logIn() {
      const { how, ...members } = options.login;
      if (how === "token") {
        const servers = await ask("/monitorAPI/getMonitorUrls/" + members.token);
        return { url: "http://" + best(servers).Domain.replace(/^https:\/\//, ""), token: members.token };
      }
      return this.found((await ask("/monitorAPI/Login/" + how, "", members)).Data.Socket);
    },
    async refresh(session) {
      return this.found((await ask("/monitorAPI/RefreshIdentityToken", session.refresh)).Data.Socket);
    },
    found(socket) {
      const url = "http://" + socket.URLList[0].replace(/^https:\/\//, "");
      return { url, token: socket.Token, refresh: socket.RefreshToken, expires: new Date(socket.TokenExpiry).getTime() };
    }
  };

  const newer = {
    async logIn() {
      const { how, ...members } = options.login;
      const identity = { identityType: how === "Token" ? "Token" : "User" };
      return this.settled(await ask("/Auth/Login/Voicenter/Monitor", "", Object.assign(identity, members)));
    },
    async refresh(session) {
      return this.settled(await ask("/Auth/RefreshToken", session.refresh));
    },
    async settled(login) {
      const settings = await ask("/Application/GetSettings", login.Data.AccessToken);
      const expires = new Date(settings.IdentityCodeExpiry).getTime();
      const server = best(settings.MonitorList).Domain;
      return { url: `http://${server}`, token: settings.IdentityCode, refresh: login.Data.RefreshToken, expires };
    }
  };

  const sdk = { older, newer }[options.generation];
  let session, socket, closed;

  function drop() {
    if (!socket) return;
    socket.removeAllListeners();
    socket.io.reconnection(false);
    socket.close();
  }

  function listen() {
    drop();
    if (closed) return;
    socket = io(session.url, {
      query: { token: session.token }, transports: ["websocket"], upgrade: false, forceNew: true, "force new connection": true,
      reconnectionDelay: 50, reconnectionDelayMax: 100
    });
    // Replaced, not wrapped: nothing of the client's own is called for an event any more.
    socket.onevent = (packet) => {
      const [name, data] = packet.data;
      say({ event: name, data: data === undefined ? null : data, packet: { type: packet.type, nsp: packet.nsp } });
    };
    socket.onpacket = () => undefined; // to look at packets; what it does not do, the client still does
    socket.io.reconnectionDelay(50);
    socket.io.reconnectionDelayMax(100);
    for (const name of ["connect", "disconnect", "connect_error", "error", "reconnect"]) {
      socket.on(name, (value) => say({ own: name, value: String(value) }));
    }
  }

  async function start() {
    session = await sdk.logIn();
    say({ own: "login", value: session.token });
    listen();
  }

  const commands = {
    emit: (values) => socket.emit(...values),
    async refresh() {
      session = await sdk.refresh(session);
      say({ own: "refreshed", value: String(session.expires) });
      listen();
    }
  };

  function told(error) {
    say({ own: "failed", value: error.message });
  }

  start().catch(told);
  return {
    command(command) {
      const [[name, value]] = Object.entries(command);
      Promise.resolve(commands[name](value)).catch(told);
    },
    close() {
      closed = true;
      drop();
    }
  };
};
