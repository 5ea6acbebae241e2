// What zlib refuses: bounds of parameters, a spoofed length, a reset in the middle of a write.
const zlib = require('node:zlib')
const spoofed = new Uint8Array(1).fill(0x41)
Object.defineProperty(spoofed, 'length', { get: () => 5000 })
Object.defineProperty(spoofed, 'byteLength', { get: () => 5000 })
const c = zlib.constants
for (const use of [
  () => zlib.deflateSync(spoofed),
  () => zlib.createBrotliCompress({ params: { [c.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: 42 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_strategy]: 130 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_windowLog]: 5 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_windowLog]: 0 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_minMatch]: 9 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_chainLog]: 31 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_searchLog]: 31 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_hashLog]: 5 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_targetLength]: 131073 } }),
  () => zlib.createZstdDecompress({ params: { [c.ZSTD_d_windowLogMax]: 99 } }),
  () => zlib.createZstdDecompress({ params: { [c.ZSTD_d_windowLogMax]: 9 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_contentSizeFlag]: 9 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_checksumFlag]: 9 } }),
  () => zlib.createZstdCompress({ params: { [c.ZSTD_c_ldmHashLog]: 99 } }),
  () => c.Z_MAX_CHUNK,
  () => zlib.createDeflate({ chunkSize: Infinity }),
  () => {
    const stream = zlib.createDeflate()
    stream.write('abc')
    stream._handle.reset()
  },
  () => zlib.createDeflate().reset(),
])
  try {
    console.log(`${use()}`)
  } catch ({ name, code, message }) {
    console.log(name, code, message)
  }
