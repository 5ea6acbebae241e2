// What is wrong with data and with options, by name, number and text.
const zlib = require('node:zlib')
const attempt = (name, run) => {
  try {
    const result = run()
    console.log(name, Buffer.isBuffer(result) ? result.toString('latin1', 0, 40) : typeof result)
  } catch (error) {
    console.log(name, error.name, error.code, error.errno, error.message)
  }
}
const packed = zlib.deflateSync('some text that is long enough to be cut')
const gzip = zlib.gzipSync('member')
const damaged = Buffer.from(packed)
damaged[8] ^= 0xff
const wrongSum = Buffer.from(packed)
wrongSum[wrongSum.length - 1] ^= 1
const cases = {
  garbage: () => zlib.inflateSync('garbage'),
  'gunzip of text': () => zlib.gunzipSync('plain text'),
  'raw of text': () => zlib.inflateRawSync('\xff\xff\xff'),
  truncated: () => zlib.inflateSync(packed.subarray(0, 10)),
  'truncated on purpose': () => zlib.inflateSync(packed.subarray(0, 30), { finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  damaged: () => zlib.inflateSync(damaged),
  'wrong sum': () => zlib.inflateSync(wrongSum),
  empty: () => zlib.inflateSync(''),
  'no dictionary': () => zlib.inflateSync(zlib.deflateSync('abcabc', { dictionary: Buffer.from('abc') })),
  'bad dictionary': () => zlib.inflateSync(zlib.deflateSync('abcabc', { dictionary: Buffer.from('abc') }), { dictionary: Buffer.from('xyz') }),
  'right dictionary': () => zlib.inflateSync(zlib.deflateSync('abcabc', { dictionary: Buffer.from('abc') }), { dictionary: Buffer.from('abc') }),
  'raw dictionary': () => zlib.inflateRawSync(zlib.deflateRawSync('abcabc', { dictionary: Buffer.from('abc') }), { dictionary: Buffer.from('abc') }),
  'two members': () => zlib.gunzipSync(Buffer.concat([gzip, gzip])),
  'trailing zeros': () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.alloc(10)])),
  'trailing garbage': () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.alloc(3), Buffer.from('garbage')])),
  'trailing text': () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.from('text')])),
  'garbage refused': () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.from('x')]), { rejectGarbageAfterEnd: true }),
  'member refused': () => zlib.gunzipSync(Buffer.concat([gzip, gzip]), { rejectGarbageAfterEnd: true }),
  'too long': () => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1000)), { maxOutputLength: 999 }),
  'just long enough': () => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1000)), { maxOutputLength: 1000 }).length,
  info: () => Object.keys(zlib.deflateSync('x', { info: true })).join(),
  'window too small': () => zlib.inflateSync(zlib.deflateSync('x', { windowBits: 15 }), { windowBits: 8 }),
  level: () => zlib.createDeflate({ level: 10 }),
  windowBits: () => zlib.createGzip({ windowBits: 8 }),
  memLevel: () => zlib.createDeflate({ memLevel: 0 }),
  strategy: () => zlib.createDeflate({ strategy: 5 }),
  dictionary: () => zlib.createDeflate({ dictionary: 'text' }),
  chunkSize: () => zlib.createDeflate({ chunkSize: 10 }),
  nothing: () => zlib.deflateSync(),
  brotli: () => zlib.brotliDecompressSync(zlib.brotliCompressSync('short').subarray(0, 4)),
  'brotli parameter': () => zlib.createBrotliCompress({ params: { 1000: 1 } }),
}
for (const [name, run] of Object.entries(cases)) attempt(name, run)
zlib.inflate('garbage', (error, result) => console.log(error.code, error.errno, error.message, result))
