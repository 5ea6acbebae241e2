// The HTTP/1-like API of node:http2, with trailers, informational responses and a promised stream.
import http2 from 'node:http2'
import { once } from 'node:events'

// Which side is told first is a matter of time: each side's part is printed on its own.
const seen = []
const server = http2.createServer((request, response) => {
  seen.push([request.method, request.url, request.httpVersion, request.authority !== '', request.scheme])
  if (request.url === '/early') response.writeEarlyHints({ link: '</style.css>; rel=preload' })
  if (request.url === '/push')
    response.createPushResponse({ ':path': '/style.css' }, (error, pushed) => {
      pushed.setHeader('content-type', 'text/css')
      pushed.end('body {}')
    })
  response.sendDate = false
  response.setHeader('x-first', '1')
  response.addTrailers({ 'x-trailer': 'last' })
  response.statusCode = request.url === '/missing' ? 404 : 200
  response.on('finish', () => seen.push(['finish', request.url]))
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => response.end(`you sent ${body.length}`))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = http2.connect(`http://127.0.0.1:${server.address().port}`)
client.on('stream', (pushed, headers) => {
  console.log('promised', pushed.id, headers[':path'])
  pushed.on('push', (answer) => console.log('push', answer[':status'], answer['content-type']))
  pushed.on('data', (chunk) => console.log('pushed', String(chunk)))
})

async function ask(headers, body = '') {
  const request = client.request(headers)
  request.on('headers', (info) => console.log('informational', info[':status'], info.link))
  request.on('trailers', (trailers) => console.log('trailers', { ...trailers }))
  if (body) request.end(body)
  const [answer] = await once(request, 'response')
  const chunks = await request.toArray()
  console.log({ ...answer }, String(Buffer.concat(chunks)))
}
await ask({ ':path': '/early' })
await ask({ ':path': '/missing', ':method': 'POST' }, 'words')
await ask({ ':path': '/push' })
await ask({ ':method': 'HEAD', ':path': '/head' })
client.close(() => server.close(() => console.log(seen)))
