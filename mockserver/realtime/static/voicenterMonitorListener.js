/*
 * voicenterMonitor (3.2 §9): connect, log in with a code, be told what happens at the extensions.
 * Calls window.voicenterAsyncLoad once the page has defined it.
 */
(function (scope) {
  "use strict";

  function nothing() {}

  function voicenterMonitor() {
    this.socket = null;
  }

  ["onConnect", "onDisconnect", "onLoginResponse", "onExtensionEvent", "onAllExtensionsEvent", "onQueueEvent",
    "onLoginStatus", "onDialerEvent"].forEach(function (name) {
    voicenterMonitor.prototype[name] = nothing;
  });

  /* onConnect gets 0, or 1 when the server cannot be reached. After each reconnection it is called again. */
  voicenterMonitor.prototype.connect = function () {
    var self = this;
    var socket = (this.socket = scope.io(scope.host, {
      path: scope.base + "/socket.io", transports: ["websocket"], forceNew: true
    }));
    socket.on("connect", function () { self.onConnect(0); });
    socket.on("connect_error", function () { self.onConnect(1); });
    socket.on("disconnect", function (reason) { self.onDisconnect(reason); });
    socket.on("loginResponse", function (answer) { self.onLoginResponse(answer.errorCode, answer.errorDesc); });
    socket.on("loginStatus", function (data) { self.onLoginStatus(data); });
    socket.on("AllExtensionsStatus", function (data) { self.onAllExtensionsEvent(data); });
    socket.on("ExtensionEvent", function (event) { self.onExtensionEvent(event); });
    socket.on("QueueEvent", function (event) { self.onQueueEvent(event); });
    socket.on("DialerEvent", function (event) { self.onDialerEvent(event); });
  };

  voicenterMonitor.prototype.loginUserCode = function (code, orgCode) {
    this.socket.emit("loginUserCode", orgCode === undefined ? { code: code } : { code: code, orgCode: orgCode });
  };

  voicenterMonitor.prototype.loginUser = function (user, password) {
    this.socket.emit("loginUser", { user: user, password: password });
  };

  voicenterMonitor.prototype.login = function (token) {
    this.socket.emit("login", { token: token });
  };

  voicenterMonitor.prototype.disconnect = function () {
    if (this.socket) this.socket.disconnect();
  };

  window.voicenterMonitor = voicenterMonitor;

  /* The documented page defines voicenterAsyncLoad after this script has run. */
  var tries = 0;
  (function call() {
    if (typeof window.voicenterAsyncLoad === "function") window.voicenterAsyncLoad();
    else if (tries++ < 1000) setTimeout(call, 20);
  })();
})(voicenterSocketScope);
