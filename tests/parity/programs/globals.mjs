const names = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'Buffer',
  'DOMException',
  'Event',
  'EventTarget',
  'MessageChannel',
  'ReadableStream',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'global',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
  'atob',
  'btoa',
]
console.log(names.map((name) => `${name}:${typeof globalThis[name]}`).join(' '))
console.log(
  typeof require,
  typeof module,
  typeof __filename,
  this,
  globalThis === global,
  Object.prototype.toString.call(globalThis),
)
console.log(
  new TextEncoder().encode('é'),
  new TextDecoder('utf-16le').decode(new Uint8Array([104, 0, 105, 0])),
  new TextDecoder('latin1').encoding,
)
try {
  new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))
} catch (error) {
  console.log(error.name, error.code, error.message)
}
const original = {
  date: new Date(5),
  map: new Map([['k', new Set([1])]]),
  re: /x/g,
  nested: [{ a: 1n }],
  error: new TypeError('t'),
  u: new Uint8Array([1, 2]),
}
const copy = structuredClone(original)
console.log(copy.date, copy.map, copy.re, copy.nested, copy.error.name, copy.u, copy.map !== original.map)
try {
  structuredClone(() => {})
} catch (error) {
  console.log(error.name, error.code, error.message)
}
const controller = new AbortController()
controller.signal.addEventListener('abort', (event) => console.log(event.type, controller.signal.reason.name))
controller.abort()
const { port1, port2 } = new MessageChannel()
port2.onmessage = ({ data }) => {
  console.log('message', data)
  port1.close()
}
port1.postMessage({ hello: ['there'] })
console.log(
  performance.now() >= 0,
  Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000,
  new Date(2020, 0, 1, 12).getHours(),
  Date.UTC(2020, 1),
  typeof Date(),
  new Date(0).toISOString(),
)
