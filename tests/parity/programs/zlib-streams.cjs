// Pieces, flushes, parameters that change on the way, counts and events.
const zlib = require('node:zlib')
const collect = (stream, name) => {
  const parts = []
  for (const event of ['finish', 'end', 'close', 'error']) stream.on(event, (error) => console.log(name, event, error?.message ?? ''))
  stream.on('data', (data) => parts.push(data))
  return () => Buffer.concat(parts)
}
const deflate = zlib.createDeflate({ level: 1 })
const written = collect(deflate, 'deflate')
deflate.write('first ')
deflate.flush(() => {
  console.log('flushed', zlib.inflateSync(written(), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString())
  deflate.params(9, zlib.constants.Z_FILTERED, (error) => {
    console.log('params', error)
    deflate.write('second '.repeat(1000))
    deflate.end('third', () => console.log('bytes', deflate.bytesWritten))
  })
})
deflate.on('close', () => {
  console.log(zlib.inflateSync(written()).toString().length)
  const inflate = zlib.createInflate({ chunkSize: 128 })
  const read = collect(inflate, 'inflate')
  for (const byte of written()) inflate.write(Buffer.of(byte))
  inflate.end()
  inflate.on('close', () => {
    console.log(read().length, inflate.bytesWritten === written().length)
    reset()
  })
})
function reset() {
  const gzip = zlib.createGzip()
  const out = collect(gzip, 'gzip')
  gzip.reset()
  gzip.end('kept')
  gzip.on('close', () => console.log(zlib.gunzipSync(out()).toString()))
}
