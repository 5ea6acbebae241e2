/** Which part of Node a test of its suite belongs to, told by the test's name. */

/** By family: what a name begins with after `test-`. A test belongs to the first family that matches. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  net: [
    'net',
    'tcp-wrap',
    'pipe-(?:abstract|address|stream|unref|file)',
    'listen-fd',
    'socket',
    'blocklist',
    'server-close',
  ],
  dgram: ['dgram', 'udp-wrap'],
  dns: ['dns', 'c-ares'],
  stream: ['stream', 'stream2', 'stream3', 'streams', 'readable'],
  timers: ['timers', 'timer', 'set(?:immediate|interval|timeout)', 'immediate', 'next-tick'],
  events: ['event', 'events', 'eventemitter'],
  buffer: ['buffer', 'blob', 'file'],
  http: ['http', '_http', 'outgoing-message'],
  http2: ['http2'],
  util: ['util', 'parse-args', 'structuredClone', 'icu-stringwidth', 'validators', 'mime'],
  url: ['url', 'whatwg-url', 'urlpattern'],
  querystring: ['querystring'],
  'string-decoder': ['string-decoder'],
  readline: ['readline'],
  fs: ['fs', 'filehandle'],
  'async-hooks': ['async-hooks', 'async-local-storage', 'async-wrap', 'async', 'asyncresource', 'emit-after'],
  zlib: ['zlib'],
  /** What every process has of crypto, as far as tests ask for it alone. */
  'crypto-promised': [
    'crypto-(?:hash|hmac|oneshot-hash|default-shake-lengths|update-encoding|encoding-validation-error)',
    'crypto-(?:random|randomfillsync|randomuuid|randomuuidv7|timing-safe-equal|secret-keygen)',
    'crypto-(?:pbkdf2|scrypt|hkdf|eddsa|keygen-eddsa|authenticated|gcm)',
  ],
  crypto: ['crypto'],
  'child-process': ['child-process'],
  cluster: ['cluster'],
  process: [
    'process',
    'unhandled',
    'uncaught',
    'promise',
    'warn',
    'exit',
    'beforeexit',
    'signal',
    'stdin',
    'stdout',
    'stdio',
  ],
  path: ['path'],
  os: ['os'],
  assert: ['assert'],
  console: ['console'],
  'diagnostics-channel': ['diagnostics-channel'],
  performance: ['perf-hooks', 'performance', 'performanceobserver'],
  abort: ['abortcontroller', 'abortsignal', 'aborted'],
  eventtarget: ['eventtarget', 'eventsource', 'nodeeventtarget', 'messageevent', 'customevent'],
  globals: [
    'fetch',
    'websocket',
    'global',
    'globals',
    'messagechannel',
    'messageport',
    'messaging',
    'queue-microtask',
    'microtask',
    'broadcastchannel',
  ],
  'web-streams': ['webstream', 'webstreams', 'whatwg-webstreams', 'whatwg-encoding', 'compression-streams'],
  module: ['module', 'require', 'esm'],
  vm: ['vm'],
  internals: ['internal', 'errors', 'common', 'fixed-queue', 'linkedlist', 'priority-queue', 'freelist', 'primordials'],
}

const PATTERNS = Object.entries(PREFIXES).map(
  ([family, prefixes]) => [family, new RegExp(`^test-(?:${prefixes.join('|')})(?:-|\\.|$)`)] as const,
)

export const FAMILIES: readonly string[] = Object.keys(PREFIXES)

/** The family of a test by its path, such as `parallel/test-net-server.js`; null for what no process here is promised to have. */
export function familyOf(test: string): string | null {
  const name = test.replace(/^.*\//, '').replace(/\.m?js$/, '')
  return PATTERNS.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}
