/** Intervals and limits of the feed; tests shorten them. Milliseconds and bytes. */
export const FEED_SETTINGS = {
  /** 4 Hz per board. */
  coalesceMs: 250,
  /** A person's own place, per socket. */
  ownPlaceMs: 1_000,
  /** Accounts linked since a token was made, looked up for many sockets at once: below 20 queries in a storm of 25 s. */
  lateLinksMs: 1_500,
  /** Between two samples of the time from commit to frame: each costs a query, and 2 fit into a storm of 25 s. */
  lagSampleMs: 15_000,
  /** Status and age of a watched race, when its board does not move. */
  statusMs: 5_000,
  helloMs: 5_000,
  /** Between heartbeats, ±10 % so that sockets do not beat together. */
  heartbeatMs: 25_000,
  /** No sign of life this long after a heartbeat: the connection is dead. */
  pongMs: 10_000,
  /** Pongs come from the browser's network thread; the acknowledgement proves that the page itself reads. */
  ackMs: 15_000,
  /** How often deadlines are looked at. */
  sweepMs: 250,
  /** Above this a socket is skipped until it has caught up. */
  skipAboveBytes: 64 * 1024,
  /** Above this it is closed with 4409. */
  dropAboveBytes: 1024 * 1024,
  maxPayloadBytes: 4_096,
  messagesPerSecond: 10,
  messageBurst: 20,
  socketsPerAddress: 20,
  socketsPerUser: 5,
  socketsPerProcess: 10_000,
  channelsPerSocket: 20,
  /** About a quarter of what bare ws can do on a small machine (2,400 to 2,900): 5,000 are back in 8 s, 10,000 before a client gives up. */
  handshakesPerSecond: 700,
  /** Versions a reader may resume from: this many, and no older than `historyMs`. */
  historyVersions: 300,
  historyMs: 120_000,
  /** Readers of one turn of the event loop: 10,000 in one go block it for 65 ms. */
  sliceSockets: 500,
  /** Warning before a token ends, and how long the socket outlives it. */
  authWarningMs: 60_000,
  authGraceMs: 30_000,
  /** SSE comment that keeps proxies from closing an idle stream. */
  streamCommentMs: 15_000,
  /** Clients spread their reconnects over this time after `bye`. */
  byeSpreadMs: 15_000,
  /** Sockets closed per second while draining. */
  drainPerSecond: 500,
} as const satisfies Record<string, number>;

export type FeedSettings = { [Name in keyof typeof FEED_SETTINGS]: number };
