// What is heard in a page: every connection that is made there, its counts, and how loud a tone is in what comes in.
// Loaded before a telephone's library, which is left as it is.
window.hearing = {
  connections: [],

  get connection() { return this.connections[this.connections.length - 1]; },

  async count(type, name) {
    const stats = [...(await this.connection.getStats()).values()];
    return stats.find((one) => one.type === type && one.kind === "audio")?.[name] ?? 0;
  },

  // Of what comes in now, as an amplitude of at most 1 (Goertzel).
  loudness(hertz) {
    const samples = this.samples();
    if (!samples) return 0;
    const factor = 2 * Math.cos((2 * Math.PI * hertz) / this.context.sampleRate);
    let before = 0, last = 0;
    for (const sample of samples) [before, last] = [last, sample + factor * last - before];
    return (2 * Math.sqrt(Math.max(0, last * last + before * before - factor * last * before))) / samples.length;
  },

  samples() {
    const connection = this.connection;
    const track = connection?.getReceivers().find((receiver) => receiver.track.kind === "audio")?.track;
    if (!track) return null;
    if (this.of !== track) {
      this.of = track;
      this.context ??= new AudioContext();
      const stream = new MediaStream([track]);
      this.player = Object.assign(new Audio(), { srcObject: stream, muted: true }); // else Chromium decodes nothing
      this.player.play();
      this.analyser = Object.assign(this.context.createAnalyser(), { fftSize: 8192 });
      this.context.createMediaStreamSource(stream).connect(this.analyser);
    }
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    return samples;
  },
};

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...settings) {
    super(...settings);
    hearing.connections.push(this);
  }
};
