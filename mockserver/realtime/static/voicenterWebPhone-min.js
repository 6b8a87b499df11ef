/*
 * voicenterWebPhone (3.2 §11): registers as an extension and calls, answers, hangs up and mutes through the socket; the
 * events webPhone… are this project's own. Where the server takes real telephones it is one (SipPhone), with the sound of
 * the browser's headset; else the calls are the simulation's, and silent.
 */
(function (scope) {
  "use strict";

  function nothing() {}

  function voicenterWebPhone() {
    this.socket = null;
    this.registered = false;
    this._calls = {};
    this._muted = "";
    this._telephone = null;
    this._awaited = "";
  }

  ["onRegister", "onInitiateFailed", "onRegisterFailed", "onDisconnect", "onRinging", "onCall", "onCallEnd",
    "onCallFailed", "onCallRejected", "onCallAnswer"].forEach(function (name) {
    voicenterWebPhone.prototype[name] = nothing;
  });

  voicenterWebPhone.prototype.initiate = function (account) {
    var self = this;
    if (this.socket) this.socket.disconnect();
    if (this._telephone) this._telephone.close();
    this._telephone = null;
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
      if (!self.registered) self.onRegisterFailed();
      else if (SipPhone) self._takeHeadset(account);
      else self.onRegister();
    });
    socket.on("webPhoneFailed", function (failure) {
      if (failure.action === "webPhoneCall") self.onCallFailed(failure.ivrid);
    });
    socket.on("ExtensionEvent", function (event) { self._take(event); });
  };

  /* The telephone goes on without sound where the exchange has no time for a real one (the manual clock). */
  voicenterWebPhone.prototype._takeHeadset = function (account) {
    var self = this, known = false;
    var telephone = new SipPhone({
      url: scope.host.replace(/^http/i, "ws") + scope.base + "/sip",
      user: account.user,
      password: account.password,
      onState: function (state) {
        self._telephone = state === "registered" ? telephone : null;
        if (!known) self.onRegister();
        known = true;
      },
      onChange: function (call) {
        if (call.state === "rings" && call.id && call.id === self._awaited) call.answer();
        if (call.state === "over" && call.outgoing && !call.id) self.onCallFailed("");
      }
    });
  };

  voicenterWebPhone.prototype._heard = function (ivrID) {
    return this._telephone && this._telephone.callOf(ivrID);
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
    if (this._telephone) this._telephone.call(String(number));
    else this.socket.emit("webPhoneCall", { number: String(number) });
  };

  voicenterWebPhone.prototype.answer = function (ivrID) {
    var call = this._heard(ivrID);
    if (call) call.answer();
    else if (this._telephone) this._awaited = ivrID;
    else this.socket.emit("webPhoneAnswer", { ivrid: ivrID });
  };

  voicenterWebPhone.prototype.hangUp = function (ivrID) {
    var call = this._heard(ivrID);
    if (call) call.hangUp();
    else this.socket.emit("webPhoneHangUp", { ivrid: ivrID });
  };

  voicenterWebPhone.prototype.mute = function (ivrID) {
    var call = this._heard(ivrID);
    if (call) call.mute(true);
    this._muted = ivrID;
    this.socket.emit("webPhoneMute", { ivrid: ivrID, mute: true });
  };

  /* Without an id: the call that was muted last, as documented. */
  voicenterWebPhone.prototype.unmute = function (ivrID) {
    var call = this._heard(ivrID || this._muted);
    if (call) call.mute(false);
    this.socket.emit("webPhoneMute", { ivrid: ivrID || this._muted, mute: false });
    this._muted = "";
  };

  window.voicenterWebPhone = voicenterWebPhone;
})(voicenterSocketScope);
