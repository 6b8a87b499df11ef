/*
 * EventsSDK (current document): logs in, opens the socket, hands out its events.
 * Options: loginType "user" (email, password), "account" (username, password) or "token" (token).
 */
(function (scope) {
  "use strict";

  var KEEPALIVE_MILLISECONDS = 60000;
  var PATHS = { user: "User", account: "Account", token: "Token" };

  function EventsSDK(options) {
    this.options = options || {};
    this.socket = null;
    this.connected = false;
    this._handlers = {};
    this._kept = {};
  }

  function credentials(options) {
    if (options.loginType === "account") return { username: options.username, password: options.password };
    if (options.loginType === "user") return { email: options.email, pin: options.password };
    return { token: options.token };
  }

  /* Resolves when the socket is open; rejects with the server's words when the login is refused. */
  EventsSDK.prototype.init = function () {
    var self = this, type = PATHS[this.options.loginType] ? this.options.loginType : "token";
    return fetch(scope.host + scope.base + "/monitorAPI/Login/" + PATHS[type], {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(credentials(Object.assign({}, this.options, { loginType: type })))
    })
      .then(function (answer) { return answer.json(); })
      .then(function (body) {
        if (body.StatusCode !== 200) throw new Error(body.error || body.Status);
        self.login = body.Data.Socket;
        return self._open();
      });
  };

  EventsSDK.prototype._open = function () {
    var self = this;
    return new Promise(function (resolve, reject) {
      var socket = (self.socket = scope.io(scope.host, {
        path: scope.base + "/socket.io", query: { token: self.login.Token }, transports: ["websocket"], forceNew: true
      }));
      var plain = socket.onevent;
      socket.onevent = function (packet) {
        plain.call(socket, packet);
        self._tell(packet.data[0], packet.data[1]);
      };
      socket.on("connect", function () {
        self.connected = true;
        resolve(true);
        self._tell("onconnect", {});
      });
      socket.on("disconnect", function (reason) {
        self.connected = false;
        self._tell("ondisconnect", { reason: reason });
      });
      socket.on("error", function (error) { reject(new Error(String(error))); });
      socket.on("connect_error", function (error) { self._tell("onerror", error); });
      clearInterval(self._timer);
      self._timer = setInterval(function () { socket.emit("keepalive", self.login.Token); }, KEEPALIVE_MILLISECONDS);
    });
  };

  /* The documented page asks for events after init: what came before is handed out then, once. */
  EventsSDK.prototype._tell = function (name, data) {
    var handlers = (this._handlers[name] || []).concat(this._handlers["*"] || []);
    if (!handlers.length) (this._kept[name] = this._kept[name] || []).push(data);
    handlers.forEach(function (handler) { handler({ name: name, data: data }); });
  };

  EventsSDK.prototype.on = function (name, handler) {
    (this._handlers[name] = this._handlers[name] || []).push(handler);
    var kept = this._kept[name] || [];
    delete this._kept[name];
    kept.forEach(function (data) { handler({ name: name, data: data }); });
    return this;
  };

  EventsSDK.prototype.emit = function (name, payload) {
    this.socket.emit(name, payload);
    return this;
  };

  EventsSDK.prototype.resync = function (cache) {
    return this.emit("resync", { cache: !!cache });
  };

  EventsSDK.prototype.disconnect = function () {
    clearInterval(this._timer);
    if (this.socket) this.socket.disconnect();
  };

  window.EventsSDK = EventsSDK;
})(voicenterSocketScope);
