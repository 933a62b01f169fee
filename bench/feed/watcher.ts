import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const REQUEST =
  "GET /live HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\nconnection: Upgrade\r\n" +
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n" +
  "sec-websocket-protocol: race.v1\r\nsec-websocket-extensions: permessage-deflate\r\n\r\n";
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
/** Longer than a browser's page waits for a handshake. */
const PATIENCE_MS = 10_000;

/**
 * One reader that looks at frames as little as it can: it shares two cores with what it measures. It answers pings and
 * heartbeats, and counts as ready with the first frame of its channel.
 */
export class Watcher {
  frames = 0;
  bytes = 0;
  isReady = false;
  arrivals: [ver: number, atMs: number][] = [];
  readonly #isSample: boolean;
  #socket: Socket | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;
  #position: { ch: string; epoch: string; ver: number } | undefined;
  #settle: ((isReady: boolean) => void) | undefined;

  constructor(isSample: boolean) {
    this.#isSample = isSample;
  }

  forget(): void {
    this.frames = 0;
    this.bytes = 0;
    this.arrivals = [];
  }

  /** @param onOpen called at the end of the handshake @returns false when it was refused or cut before it was ready */
  connect(port: number, hello: object, onOpen: () => void): Promise<boolean> {
    this.drop();
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(REQUEST));
    this.#socket = socket;
    return new Promise((resolve) => {
      const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
      this.#settle = (isReady) => {
        clearTimeout(patience);
        this.isReady = isReady;
        resolve(isReady);
      };
      socket.on("error", () => undefined);
      socket.on("close", () => this.#settle?.(false));
      socket.on("data", (data) => {
        if (this.#isUpgraded) return this.#take(data);
        if (!data.toString("latin1", 0, 12).startsWith("HTTP/1.1 101")) return void socket.destroy();
        this.#isUpgraded = true;
        onOpen();
        this.#send(TEXT, this.#helloWith(hello));
        this.#take(data.subarray(data.indexOf(HEAD_END) + HEAD_END.length));
      });
    });
  }

  drop(): void {
    this.#settle = undefined;
    this.#socket?.removeAllListeners("close");
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#isUpgraded = false;
    this.isReady = false;
    this.#rest = Buffer.alloc(0);
  }

  #helloWith(hello: object): string {
    if (this.#position === undefined) return JSON.stringify(hello);
    const { ch, epoch, ver } = this.#position;
    return JSON.stringify({ ...hello, resume: { [ch]: { epoch, ver } } });
  }

  #take(data: Buffer): void {
    this.bytes += data.length;
    let rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    for (;;) {
      const frame = readFrame(rest);
      if (frame === undefined) break;
      this.#read(frame.opcode, frame.payload);
      rest = rest.subarray(frame.size);
    }
    this.#rest = rest;
  }

  #read(opcode: number, payload: Buffer): void {
    if (opcode === PING) return this.#send(PONG, payload.toString("latin1"));
    if (opcode === CLOSE) return void this.#socket?.destroy();
    if (opcode !== TEXT) return;
    this.frames += 1;
    if (!this.isReady) this.#becomeReady(payload);
    if (this.#isSample) this.#noteArrival(payload);
    // {"t":"hb",…
    if (payload[6] === 0x68 && payload[7] === 0x62) this.#send(TEXT, JSON.stringify({ t: "ack", now: 1 }));
  }

  #becomeReady(payload: Buffer): void {
    const text = payload.toString("utf8", 0, 200);
    const [, ch, epoch, ver] = /"ch":"([^"]+)","epoch":"([^"]+)"(?:,"prev":\d+)?,"ver":(\d+)/.exec(text) ?? [];
    if (ch !== undefined && epoch !== undefined) this.#position = { ch, epoch, ver: Number(ver) };
    this.#settle?.(true);
  }

  #noteArrival(payload: Buffer): void {
    const ver = /"ver":(\d+)/.exec(payload.toString("utf8", 0, 200))?.[1];
    if (ver !== undefined) this.arrivals.push([Number(ver), Date.now()]);
  }

  /** A mask of zeros leaves the payload as it is. */
  #send(opcode: number, text: string): void {
    const payload = Buffer.from(text);
    const length =
      payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff];
    this.#socket?.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length, 0, 0, 0, 0]), payload]));
  }
}

/** @returns `undefined` while the frame is not whole */
function readFrame(data: Buffer): { opcode: number; payload: Buffer; size: number } | undefined {
  if (data.length < 2) return undefined;
  const opcode = data.readUInt8(0) & 0x0f;
  let length = data.readUInt8(1) & 0x7f;
  let start = 2;
  if (length === 126) {
    if (data.length < 4) return undefined;
    length = data.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    if (data.length < 10) return undefined;
    length = data.readUInt32BE(6);
    start = 10;
  }
  const size = start + length;
  return data.length < size ? undefined : { opcode, payload: data.subarray(start, size), size };
}
