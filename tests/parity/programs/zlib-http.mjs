// A server that compresses its answers as they come, and a client that reads them as they come.
import { once } from 'node:events'
import http from 'node:http'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
const server = http.createServer((request, response) => {
  response.setHeader('content-encoding', 'gzip')
  const gzip = zlib.createGzip()
  gzip.pipe(response)
  gzip.write('part one ')
  gzip.flush(() => setTimeout(() => gzip.end('part two'), 20))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const [response] = await once(http.get({ port: server.address().port, host: '127.0.0.1' }), 'response')
console.log(response.headers['content-encoding'])
let text = ''
await pipeline(response, zlib.createGunzip(), async (source) => {
  for await (const part of source) text += part
})
console.log(text)
server.close()
