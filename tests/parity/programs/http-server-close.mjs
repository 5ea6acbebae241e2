// close() ends idle connections at once, and waits for those at work.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer((request, response) => {
  if (request.url === '/slow') setTimeout(() => response.end('slow'), 40)
  else response.end('quick')
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const agent = new http.Agent({ keepAlive: true })
const get = async (path) => {
  const request = http.get({ port: server.address()?.port, host: '127.0.0.1', path, agent })
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return [text, response.headers.connection, response.headers['keep-alive']]
}
console.log(await get('/quick'))
const slow = get('/slow')
await once(server, 'request')
const closed = once(server, 'close')
server.close()
console.log('listening', server.listening)
console.log(await slow)
await closed
console.log('closed', server.keepAliveTimeout, server.headersTimeout, server.requestTimeout, server.maxHeadersCount, server.timeout, server.maxRequestsPerSocket)
agent.destroy()
