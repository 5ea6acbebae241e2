import { once } from 'node:events'
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import got from 'got'

let failures = 1
const server = createServer((request, response) => {
  if (request.url === '/flaky' && failures-- > 0) return response.writeHead(500).end()
  if (request.url === '/slow') return
  if (request.url === '/moved') return response.writeHead(301, { location: '/here' }).end()
  if (request.url === '/missing') return response.writeHead(404).end('none')
  if (request.url === '/zipped')
    return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unzipped'))
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => response.end(JSON.stringify({ method: request.method, url: request.url, body })))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const client = got.extend({ prefixUrl: `http://127.0.0.1:${server.address().port}`, retry: { limit: 0 } })
console.log(await client('get', { searchParams: { q: 'a b' } }).json())
console.log(await client.post('post', { json: { a: 1 } }).json())
console.log(await client('moved').json())
console.log(await client('zipped').text())
await client('missing').catch(({ code, message, response }) =>
  console.log(code, message.replace(/:\d+/, ':PORT'), response.body),
)
await client('slow', { timeout: { request: 50 } }).catch(({ code, message }) => console.log(code, message))
console.log(
  (await client('flaky', { retry: { limit: 1, calculateDelay: ({ computedValue }) => computedValue && 10 } }))
    .retryCount,
)
for await (const chunk of client.stream('stream')) console.log('chunk', String(chunk))
server.close(() => console.log('closed'))
server.closeAllConnections()
