// An agent keeps a connection for the next request, queues beyond maxSockets, and names what it holds.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer((request, response) => response.end(request.url))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 })
const get = (path) =>
  new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', path, agent }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve(`${text} reused ${request.reusedSocket}`)
    })
    request.on('error', reject)
  })
const counts = () => [agent.sockets, agent.freeSockets, agent.requests].map((lists) => Object.values(lists).map((list) => list.length).join())
const three = ['/1', '/2', '/3'].map(get)
console.log(counts(), agent.totalSocketCount)
for (const answer of three) console.log(await answer)
await new Promise((resolve) => setImmediate(resolve))
console.log(counts(), Object.keys(agent.freeSockets).map((name) => name.replace(port, 'PORT')))
console.log(agent.getName({ host: 'a', port: 1, localAddress: 'b', family: 4 }), agent.getName(), agent.options.path, agent.scheduling)
console.log(await get('/4'))
agent.destroy()
server.close(() => console.log('closed'))
