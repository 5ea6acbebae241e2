// Every format, at once and in pieces, of data that compresses well, badly and not at all. The compressed bytes are nobody's promise: what they hold is.
const zlib = require('node:zlib')
const noise = Buffer.alloc(70_000)
for (let i = 0, state = 1; i < noise.length; i++) noise[i] = (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16
const inputs = { empty: Buffer.alloc(0), one: Buffer.from('x'), text: Buffer.from('the quick brown fox '.repeat(5000)), noise, zeros: Buffer.alloc(200_000) }
const pairs = [['deflate', 'inflate'], ['gzip', 'gunzip'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip'], ['deflate', 'unzip'], ['brotliCompress', 'brotliDecompress']]
for (const [name, data] of Object.entries(inputs))
  for (const [pack, unpack] of pairs)
    for (const options of [{}, { level: 0 }, { level: 1 }, { level: 9 }, { windowBits: 9, memLevel: 1 }, { strategy: 2 }, { strategy: 3 }, { strategy: 4 }, { chunkSize: 64 }]) {
      const packed = zlib[`${pack}Sync`](data, options)
      const size = data.length < 1000 || packed.length < data.length + 2000
      console.log(name, pack, unpack, JSON.stringify(options), size, zlib[`${unpack}Sync`](packed).equals(data))
    }
const { buffer } = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7])
for (const [pack, unpack] of pairs)
  for (const view of [buffer, new DataView(buffer, 2, 4), new Uint32Array(buffer, 4), new Uint8Array(buffer, 1, 3)])
    console.log(pack, unpack, zlib[`${unpack}Sync`](zlib[`${pack}Sync`](view)))
