// Zstandard: round trips, a stream that flushes, and what cannot be read.
const zlib = require('node:zlib')
for (const data of ['', 'hello', 'zstd '.repeat(1000), Buffer.alloc(300_000, 'abcdefg')])
  for (const level of [undefined, 1, 19, -5]) {
    const packed = zlib.zstdCompressSync(data, { params: level === undefined ? {} : { [zlib.constants.ZSTD_c_compressionLevel]: level } })
    console.log(data.length, level, packed.length <= data.length + 20, zlib.zstdDecompressSync(packed).equals(Buffer.from(data)))
  }
const packed = zlib.zstdCompressSync('some text')
for (const attempt of [() => zlib.zstdDecompressSync('garbage'), () => zlib.zstdDecompressSync(packed.subarray(0, 8)), () => zlib.zstdDecompressSync(Buffer.concat([packed, packed])), () => zlib.zstdDecompressSync(''), () => zlib.zstdCompressSync('x', { params: { 9999: 1 } })])
  try {
    console.log(attempt().toString())
  } catch (error) {
    console.log(error.name, error.code, error.errno, error.message)
  }
const stream = zlib.createZstdCompress()
const parts = []
stream.on('data', (part) => parts.push(part)).on('end', () => console.log(zlib.zstdDecompressSync(Buffer.concat(parts)).toString()))
stream.write('one ')
stream.flush(() => {
  console.log(Buffer.concat(parts).length > 4)
  stream.end('two')
})
console.log(zlib.zstdDecompressSync(Buffer.from('KLUv/SAUoQAAd2hhdCByZWFsIE5vZGUgd3JvdGU=', 'base64')).length)
