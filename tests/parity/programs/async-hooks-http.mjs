// Each message that a parser reads is one resource, on the side that reads it, and is destroyed once, also when the parser is used again.
import { createHook } from 'node:async_hooks'
import http from 'node:http'

const READS = ['HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST']
const seen = Object.fromEntries(READS.map((type) => [type, { made: 0, destroyed: 0 }]))
const types = new Map()
createHook({
  init: (id, type) => {
    if (!READS.includes(type)) return
    types.set(id, type)
    seen[type].made++
  },
  destroy: (id) => {
    if (types.has(id)) seen[types.get(id)].destroyed++
  },
}).enable()

const get = (options) => new Promise((resolve) => http.get(options, (response) => response.resume().on('close', resolve)))
const server = http.createServer((_, response) => response.end('well'))
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  const agent = new http.Agent({ keepAlive: true })
  for (let i = 0; i < 3; i++) await get({ host: '127.0.0.1', port, agent })
  await Promise.all([1, 2, 3, 4].map(() => get({ host: '127.0.0.1', port })))
  agent.destroy()
  server.close(() => setTimeout(() => console.log(seen), 50))
})
