/*
 * voicenterWebPhone (3.2 §11): registers as an extension and calls, answers, hangs up and mutes through the socket.
 * There is no audio: the calls are the simulation's. The events webPhone… are this project's own.
 */
(function (scope) {
  "use strict";

  function nothing() {}

  function voicenterWebPhone() {
    this.socket = null;
    this.registered = false;
    this._calls = {};
    this._muted = "";
  }

  ["onRegister", "onInitiateFailed", "onRegisterFailed", "onDisconnect", "onRinging", "onCall", "onCallEnd",
    "onCallFailed", "onCallRejected", "onCallAnswer"].forEach(function (name) {
    voicenterWebPhone.prototype[name] = nothing;
  });

  voicenterWebPhone.prototype.initiate = function (account) {
    var self = this;
    if (this.socket) this.socket.disconnect();
    var socket = (this.socket = scope.io(scope.host, {
      path: scope.base + "/socket.io", transports: ["websocket"], forceNew: true
    }));
    socket.on("connect", function () {
      socket.emit("webPhoneRegister", { user: account.user, password: account.password });
    });
    socket.on("connect_error", function () { self.onInitiateFailed(); });
    socket.on("disconnect", function () {
      self.registered = false;
      self._calls = {};
      self.onDisconnect();
    });
    socket.on("webPhoneRegistered", function (answer) {
      self.registered = answer.errorCode === 0;
      if (self.registered) self.onRegister();
      else self.onRegisterFailed();
    });
    socket.on("webPhoneFailed", function (failure) {
      if (failure.action === "webPhoneCall") self.onCallFailed(failure.ivrid);
    });
    socket.on("ExtensionEvent", function (event) { self._take(event); });
  };

  voicenterWebPhone.prototype._take = function (event) {
    var view = event.data.currentCall;
    if (!view) return;
    var id = view.ivrid, rings = view.callstatus === "Ringing" || view.c2cdirection === "1";
    if (event.reason === "NEWCALL" && !this._calls[id]) {
      this._calls[id] = { answered: false };
      if (rings) this.onRinging(id);
      else this.onCall(id);
    } else if (event.reason === "ANSWER" && this._calls[id] && !this._calls[id].answered) {
      this._calls[id].answered = true;
      this.onCallAnswer(id);
    } else if (event.reason === "HANGUP") {
      this._end(id, event.cause);
    }
  };

  voicenterWebPhone.prototype._end = function (id, cause) {
    var call = this._calls[id] || { answered: false };
    delete this._calls[id];
    if (call.answered || cause === "Normal hangup" || cause === "Answered elsewhere") this.onCallEnd(id);
    else if (cause === "Call Rejected" || cause === "User busy") this.onCallRejected(id);
    else this.onCallFailed(id);
  };

  voicenterWebPhone.prototype.call = function (number) {
    this.socket.emit("webPhoneCall", { number: String(number) });
  };

  voicenterWebPhone.prototype.answer = function (ivrID) {
    this.socket.emit("webPhoneAnswer", { ivrid: ivrID });
  };

  voicenterWebPhone.prototype.hangUp = function (ivrID) {
    this.socket.emit("webPhoneHangUp", { ivrid: ivrID });
  };

  voicenterWebPhone.prototype.mute = function (ivrID) {
    this._muted = ivrID;
    this.socket.emit("webPhoneMute", { ivrid: ivrID, mute: true });
  };

  /* Without an id: the call that was muted last, as documented. */
  voicenterWebPhone.prototype.unmute = function (ivrID) {
    this.socket.emit("webPhoneMute", { ivrid: ivrID || this._muted, mute: false });
    this._muted = "";
  };

  window.voicenterWebPhone = voicenterWebPhone;
})(voicenterSocketScope);
