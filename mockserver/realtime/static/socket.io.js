/*
 * A small client for voicenter-mock's socket, with the part of socket.io 2's interface that Voicenter's SDKs use:
 * io(url, options), on, once, off, emit, close, disconnect, connected, the manager's reconnection settings, and the
 * members onevent and onpacket, which may be replaced on a socket and get packets {type, nsp, data: [name, payload]}.
 * Engine.IO 3 over a websocket; no polling, no binary data, no dependency.
 */
(function (root, factory) {
  "use strict";
  var io = factory(root);
  if (typeof module === "object" && module.exports && root === globalThis) module.exports = io;
  root.io = io;
})(typeof voicenterSocketScope === "object" ? voicenterSocketScope : typeof window === "object" ? window : globalThis, function () {
  "use strict";

  var CONNECT = 0, DISCONNECT = 1, EVENT = 2, ACK = 3, ERROR = 4;
  var managers = {};

  /* ---- events ---- */

  function Emitter() {
    this._handlers = {};
  }

  Emitter.prototype.on = Emitter.prototype.addEventListener = function (name, handler) {
    (this._handlers[name] = this._handlers[name] || []).push(handler);
    return this;
  };

  Emitter.prototype.once = function (name, handler) {
    var self = this;
    function once() {
      self.off(name, once);
      handler.apply(this, arguments);
    }
    once.handler = handler;
    return this.on(name, once);
  };

  Emitter.prototype.off = Emitter.prototype.removeListener = Emitter.prototype.removeAllListeners = function (name, handler) {
    if (!arguments.length) this._handlers = {};
    else if (arguments.length === 1) delete this._handlers[name];
    else {
      this._handlers[name] = (this._handlers[name] || []).filter(function (known) {
        return known !== handler && known.handler !== handler;
      });
    }
    return this;
  };

  Emitter.prototype.listeners = function (name) {
    return this._handlers[name] || [];
  };

  Emitter.prototype.hasListeners = function (name) {
    return this.listeners(name).length > 0;
  };

  Emitter.prototype._fire = function (name, values) {
    var handlers = this.listeners(name).slice();
    for (var i = 0; i < handlers.length; i++) handlers[i].apply(this, values || []);
  };

  function inherit(child, members) {
    child.prototype = Object.create(Emitter.prototype);
    child.prototype.constructor = child;
    Object.keys(members).forEach(function (name) {
      child.prototype[name] = members[name];
    });
  }

  /* ---- addresses ---- */

  function asQuery(value) {
    if (!value) return "";
    if (typeof value === "string") return value.replace(/^\?/, "");
    return Object.keys(value)
      .map(function (name) {
        return encodeURIComponent(name) + "=" + encodeURIComponent(value[name]);
      })
      .join("&");
  }

  function parse(uri) {
    if (typeof location === "object" && location.host) {
      if (!uri) uri = location.protocol + "//" + location.host;
      else if (uri.slice(0, 2) === "//") uri = location.protocol + uri;
      else if (uri.charAt(0) === "/") uri = location.protocol + "//" + location.host + uri;
    }
    if (!/^(https?|wss?):\/\//.test(uri)) {
      uri = (typeof location === "object" && location.protocol === "http:" ? "http://" : "https://") + uri;
    }
    var match = /^(\w+):\/\/([^\/?#]+)([^?#]*)(?:\?([^#]*))?/.exec(uri);
    return { secure: /^(https|wss)$/.test(match[1]), host: match[2], path: match[3] || "/", query: match[4] || "" };
  }

  /* ---- the connection that several namespaces share ---- */

  function Manager(uri, options) {
    Emitter.call(this);
    options = options || {};
    this.uri = uri;
    this.opts = options;
    this.nsps = {};
    this.readyState = "closed";
    this._settings = {
      reconnection: options.reconnection !== false,
      reconnectionAttempts: options.reconnectionAttempts === undefined ? Infinity : options.reconnectionAttempts,
      reconnectionDelay: options.reconnectionDelay === undefined ? 1000 : options.reconnectionDelay,
      reconnectionDelayMax: options.reconnectionDelayMax === undefined ? 5000 : options.reconnectionDelayMax,
      randomizationFactor: options.randomizationFactor === undefined ? 0.5 : options.randomizationFactor,
      timeout: options.timeout === undefined ? 20000 : options.timeout
    };
    this._attempts = 0;
    this.reconnecting = false;
    this.skipReconnect = false;
    if (options.autoConnect !== false) this.open();
  }

  var managerMembers = {
    open: function (done) {
      if (this.readyState !== "closed") return this;
      var self = this, at = parse(this.uri), path = (this.opts.path || "/socket.io").replace(/\/$/, "") + "/";
      var query = [asQuery(this.opts.query), "EIO=3", "transport=websocket"].filter(Boolean).join("&");
      var socket = new WebSocket((at.secure ? "wss://" : "ws://") + at.host + path + "?" + query);
      var opened = false, settled = false;
      this.readyState = "opening";
      this.skipReconnect = false;
      this._socket = socket;

      function settle(error) {
        if (settled) return;
        settled = true;
        clearTimeout(self._timeout);
        if (done) done(error);
      }

      function failed(error) {
        if (settled) return;
        self._drop();
        self._all("connect_error", [error]);
        settle(error);
        if (!done && !self.reconnecting) self._reconnect();
      }

      if (this._settings.timeout !== false) {
        this._timeout = setTimeout(function () {
          self._all("connect_timeout", [self._settings.timeout]);
          failed(new Error("timeout"));
        }, this._settings.timeout);
      }
      socket.onmessage = function (event) {
        if (self._socket !== socket || typeof event.data !== "string") return;
        if (!opened && event.data.charAt(0) === "0") {
          opened = true;
          self._opened(JSON.parse(event.data.slice(1)));
          settle();
          return;
        }
        self._packet(event.data);
      };
      socket.onerror = function () {
        if (self._socket === socket && !opened) failed(new Error("websocket error"));
      };
      socket.onclose = function () {
        if (self._socket !== socket) return;
        if (!opened) failed(new Error("websocket error"));
        else self._closed("transport close");
      };
      return this;
    },

    _opened: function (handshake) {
      var self = this;
      this.readyState = "open";
      this.engine = {
        id: handshake.sid, opts: this.opts, transport: { name: "websocket" },
        close: function () { self._lost("transport close"); }
      };
      this._interval = setInterval(function () {
        self._write("2");
        self._all("ping", []);
        self._asked = Date.now();
        self._silence = self._silence || setTimeout(function () { self._lost("ping timeout"); }, handshake.pingTimeout);
      }, handshake.pingInterval);
      this._fire("open");
      Object.keys(this.nsps).forEach(function (name) {
        self.nsps[name]._opened();
      });
    },

    _packet: function (text) {
      var kind = text.charAt(0);
      clearTimeout(this._silence);
      this._silence = null;
      if (kind === "3") this._all("pong", [Date.now() - this._asked]);
      else if (kind === "1") this._lost("transport close");
      else if (kind === "4") this._message(text.slice(1));
    },

    _message: function (text) {
      var match = /^(\d)(?:(\/[^,]*),?)?(\d+(?=[\[{"]|$))?([\s\S]*)$/.exec(text);
      if (!match) return;
      var packet = { type: +match[1], nsp: match[2] || "/" };
      if (match[3] !== undefined) packet.id = +match[3];
      if (match[4]) packet.data = JSON.parse(match[4]);
      this._fire("packet", [packet]);
      var socket = this.nsps[packet.nsp.split("?")[0]];
      if (socket) socket._take(packet);
    },

    _write: function (text) {
      if (this._socket && this._socket.readyState === 1) this._socket.send(text);
    },

    _drop: function () {
      var socket = this._socket;
      this._socket = null;
      this.readyState = "closed";
      clearTimeout(this._timeout);
      clearInterval(this._interval);
      clearTimeout(this._silence);
      this._silence = null;
      if (socket) socket.close();
    },

    _lost: function (reason) {
      this._drop();
      this._closed(reason);
    },

    _closed: function (reason) {
      this._drop();
      this._fire("close", [reason]);
      this._each(function (socket) { socket._lost(reason); });
      if (!this.skipReconnect) this._reconnect();
    },

    _reconnect: function () {
      var self = this, settings = this._settings;
      if (this.reconnecting || this.skipReconnect || !settings.reconnection) return;
      if (this._attempts >= settings.reconnectionAttempts) {
        this._attempts = 0;
        this._all("reconnect_failed", []);
        return;
      }
      var delay = Math.min(settings.reconnectionDelay * Math.pow(2, this._attempts), settings.reconnectionDelayMax);
      delay += delay * settings.randomizationFactor * (Math.random() * 2 - 1);
      this._attempts++;
      this.reconnecting = true;
      this._again = setTimeout(function () {
        if (self.skipReconnect) return;
        self._all("reconnect_attempt", [self._attempts]);
        self._all("reconnecting", [self._attempts]);
        if (self.skipReconnect) return;
        self.open(function (error) {
          self.reconnecting = false;
          if (error) {
            self._all("reconnect_error", [error]);
            self._reconnect();
          } else {
            var attempts = self._attempts;
            self._attempts = 0;
            self._all("reconnect", [attempts]);
          }
        });
      }, Math.max(0, delay));
    },

    _each: function (act) {
      var self = this;
      Object.keys(this.nsps).forEach(function (name) { act(self.nsps[name]); });
    },

    _all: function (name, values) {
      this._fire(name, values);
      this._each(function (socket) { socket._fire(name, values); });
    },

    socket: function (nsp, options) {
      var socket = this.nsps[nsp];
      if (!socket) {
        socket = this.nsps[nsp] = new Socket(this, nsp, options);
        if (this.opts.autoConnect !== false) socket.open();
      }
      return socket;
    },

    close: function () {
      this.skipReconnect = true;
      this.reconnecting = false;
      clearTimeout(this._again);
      var open = this.readyState === "open";
      if (open) this._write("1");
      this._drop();
      if (open) {
        this._fire("close", ["forced close"]);
        this._each(function (socket) { socket._lost("forced close"); });
      }
    }
  };
  managerMembers.connect = managerMembers.open;
  managerMembers.disconnect = managerMembers.close;
  ["reconnection", "reconnectionAttempts", "reconnectionDelay", "reconnectionDelayMax", "randomizationFactor", "timeout"].forEach(
    function (name) {
      managerMembers[name] = function (value) {
        if (!arguments.length) return this._settings[name];
        this._settings[name] = value;
        return this;
      };
    }
  );
  inherit(Manager, managerMembers);

  /* ---- one namespace ---- */

  function Socket(manager, nsp, options) {
    Emitter.call(this);
    this.io = manager;
    this.nsp = nsp;
    this.query = asQuery(options && options.query);
    this.connected = false;
    this.disconnected = true;
    this._waiting = [];
    this._acks = {};
    this._ackCount = 0;
    this._wanted = false;
  }

  var OWN = ["connect", "connect_error", "connect_timeout", "disconnect", "error", "reconnect", "reconnect_attempt",
    "reconnect_failed", "reconnect_error", "reconnecting", "ping", "pong"];

  var socketMembers = {
    open: function () {
      if (this.connected) return this;
      this._wanted = true;
      this.io.nsps[this.nsp] = this;
      if (this.io.readyState === "open") this._opened();
      else if (!this.io.reconnecting) this.io.open();
      return this;
    },

    _opened: function () {
      if (this._wanted && this.nsp !== "/") this.io._write("40" + this.nsp + (this.query ? "?" + this.query : "") + ",");
    },

    emit: function (name) {
      var values = Array.prototype.slice.call(arguments);
      if (OWN.indexOf(name) >= 0) {
        this._fire(name, values.slice(1));
        return this;
      }
      var packet = { type: EVENT, nsp: this.nsp };
      if (typeof values[values.length - 1] === "function") {
        packet.id = this._ackCount++;
        this._acks[packet.id] = values.pop();
      }
      packet.data = values;
      if (this.connected) this.packet(packet);
      else this._waiting.push(packet);
      return this;
    },

    send: function () {
      return this.emit.apply(this, ["message"].concat(Array.prototype.slice.call(arguments)));
    },

    packet: function (packet) {
      var prefix = this.nsp === "/" ? "" : this.nsp + ",";
      var data = packet.data === undefined ? "" : JSON.stringify(packet.data);
      this.io._write("4" + packet.type + prefix + (packet.id === undefined ? "" : packet.id) + data);
    },

    /* The genuine client goes its way whatever is put in the place of onpacket; so does this one. */
    _take: function (packet) {
      this._taken = null;
      this.onpacket(packet);
      if (this._taken !== packet) socketMembers.onpacket.call(this, packet);
    },

    onpacket: function (packet) {
      this._taken = packet;
      if (packet.type === CONNECT) this.onconnect();
      else if (packet.type === EVENT) this.onevent(packet);
      else if (packet.type === ACK) this.onack(packet);
      else if (packet.type === DISCONNECT) this.ondisconnect();
      else if (packet.type === ERROR) this._fire("error", [packet.data]);
    },

    onevent: function (packet) {
      var self = this, values = (packet.data || []).slice();
      if (packet.id !== undefined) {
        values.push(function () {
          self.packet({ type: ACK, nsp: self.nsp, id: packet.id, data: Array.prototype.slice.call(arguments) });
        });
      }
      this._fire(values[0], values.slice(1));
    },

    onack: function (packet) {
      var done = this._acks[packet.id];
      delete this._acks[packet.id];
      if (done) done.apply(this, packet.data || []);
    },

    onconnect: function () {
      this.id = (this.nsp === "/" ? "" : this.nsp + "#") + this.io.engine.id;
      this.connected = true;
      this.disconnected = false;
      this._fire("connect");
      var waiting = this._waiting;
      this._waiting = [];
      for (var i = 0; i < waiting.length; i++) this.packet(waiting[i]);
    },

    ondisconnect: function () {
      this._wanted = false;
      this._lost("io server disconnect");
      this._leave();
    },

    _lost: function (reason) {
      var was = this.connected;
      this.connected = false;
      this.disconnected = true;
      delete this.id;
      if (was) this._fire("disconnect", [reason]);
    },

    _leave: function () {
      delete this.io.nsps[this.nsp];
      if (!Object.keys(this.io.nsps).length) this.io.close();
    },

    close: function () {
      this._wanted = false;
      if (this.connected) this.packet({ type: DISCONNECT, nsp: this.nsp });
      this._leave();
      this._lost("io client disconnect");
      return this;
    },

    compress: function () { return this; },
    binary: function () { return this; }
  };
  socketMembers.connect = socketMembers.open;
  socketMembers.disconnect = socketMembers.close;
  inherit(Socket, socketMembers);

  /* ---- io ---- */

  function io(uri, options) {
    if (typeof uri === "object") {
      options = uri;
      uri = undefined;
    }
    options = options || {};
    var at = parse(uri || "");
    var copy = {};
    Object.keys(options).forEach(function (name) { copy[name] = options[name]; });
    if (at.query && !copy.query) copy.query = at.query;
    var key = (at.secure ? "https://" : "http://") + at.host + (copy.path || "/socket.io");
    var nsp = at.path === "/" ? "/" : at.path;
    var shared = managers[key];
    var fresh = copy.forceNew || copy["force new connection"] || copy.multiplex === false || (shared && shared.nsps[nsp]);
    var manager = fresh || !shared ? new Manager((at.secure ? "https://" : "http://") + at.host, copy) : shared;
    if (!fresh && !shared) managers[key] = manager;
    return manager.socket(nsp, copy);
  }

  io.connect = io;
  io.Manager = Manager;
  io.Socket = Socket;
  io.managers = managers;
  io.protocol = 4;
  return io;
});
