// Requests one after another over one kept-alive connection.
import { once } from 'node:events'
import http from 'node:http'
import { timed } from './timed.mjs'

const body = Buffer.from('hello world\n')
const server = http.createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length })
  response.end(body)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const target = { host: '127.0.0.1', port: server.address().port, path: '/', agent }

const request = () =>
  new Promise((resolve, reject) => {
    http.get(target, (response) => response.resume().on('end', resolve)).on('error', reject)
  })

await timed(async (rounds) => {
  for (let i = 0; i < rounds; i++) await request()
})
