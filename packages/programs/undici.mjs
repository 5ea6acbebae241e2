import { once } from 'node:events'
import { createServer } from 'node:http'
import { Agent, Client, fetch, Pool, RetryAgent, request } from 'undici'

let failures = 2
const server = createServer((incoming, response) => {
  if (incoming.url === '/flaky' && failures-- > 0) return response.writeHead(503).end()
  incoming.resume().on('end', () => response.end(`${incoming.method} ${incoming.url}`))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${server.address().port}`
const { statusCode, headers, body } = await request(`${origin}/a`)
console.log(statusCode, headers['content-length'], await body.text())
const client = new Client(origin, { pipelining: 3 })
const answers = ['/1', '/2', '/3'].map((path) =>
  client.request({ path, method: 'GET' }).then((answer) => answer.body.text()),
)
console.log(await Promise.all(answers))
await client.close()
const pool = new Pool(origin, { connections: 2 })
console.log(await (await pool.request({ path: '/pool', method: 'POST', body: 'data' })).body.text())
await pool.close()
const agent = new Agent({ keepAliveTimeout: 10 })
console.log((await fetch(`${origin}/fetch`, { dispatcher: agent })).status)
const retry = new RetryAgent(agent, { minTimeout: 10, maxRetries: 3 })
console.log((await retry.request({ origin, path: '/flaky', method: 'GET' })).statusCode)
await agent.close()
await request('http://127.0.0.1:1/').catch((error) => console.log(error.code))
server.close(() => console.log('closed'))
server.closeAllConnections()
