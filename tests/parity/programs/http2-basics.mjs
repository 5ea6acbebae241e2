// HTTP/2 without TLS: requests with and without a body, the stream API on both sides.
import http2 from 'node:http2'
import { once } from 'node:events'

const server = http2.createServer()
server.on('stream', (stream, headers, flags) => {
  console.log('stream', stream.id, headers[':method'], headers[':path'], headers[':scheme'], flags, headers['x-ask'])
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => { text += chunk })
  stream.on('end', () => {
    stream.respond({ ':status': 200, 'content-type': 'text/plain', 'x-length': text.length }, { sendDate: false })
    stream.end(`${headers[':path']} ${text.toUpperCase()}`)
  })
  stream.on('close', () => console.log('server stream closed', stream.id, stream.rstCode))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = http2.connect(`http://127.0.0.1:${server.address().port}`)
client.on('connect', () => console.log('connected', client.alpnProtocol, client.encrypted))
client.on('close', () => console.log('client closed'))

async function ask(headers, body) {
  const request = client.request(headers)
  request.setEncoding('utf8')
  if (body === undefined) request.end()
  else {
    request.write(body.slice(0, 3))
    request.end(body.slice(3))
  }
  const [answer] = await once(request, 'response')
  let text = ''
  for await (const chunk of request) text += chunk
  console.log(request.id, { ...answer }, text.length, text.slice(0, 40))
}
await ask({ ':path': '/first', 'x-ask': ['1', '2'] })
await ask({ ':path': '/second', ':method': 'POST' }, 'some words')
await Promise.all([ask({ ':path': '/a' }), ask({ ':path': '/b', ':method': 'PUT' }, 'b'.repeat(100_000)), ask({ ':path': '/c' })])
console.log(client.localSettings, client.remoteSettings)
client.close(() => server.close(() => console.log('server closed')))
