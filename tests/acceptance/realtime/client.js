// A socket.io client as somebody would write it: says what it hears, and what the client itself tells of.
"use strict";

module.exports = function open(io, kind, url, options, say) {
  const socket = io(url, options);

  if (kind === "4") {
    socket.onAny((name, ...values) => say({ event: name, data: values[0] === undefined ? null : values[0] }));
  } else {
    const plain = socket.onevent;
    socket.onevent = function (packet) {
      say({ event: packet.data[0], data: packet.data[1] === undefined ? null : packet.data[1] });
      plain.call(socket, packet);
    };
  }
  for (const name of ["connect", "disconnect", "connect_error", "error", "reconnect"]) {
    socket.on(name, (value) => say({ own: name, value: value && value.message ? value.message : String(value) }));
  }

  return {
    command(command) {
      if (command.emit) socket.emit(...command.emit);
      else if (command.call) socket[command.call]();
    },
    close() {
      socket.io.reconnection(false);
      socket.close();
    }
  };
};
