import http from 'node:http'
import { once } from 'node:events'

const server = http.createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, httpVersion, headers, rawHeaders, trailers, complete } = request
    console.log('request', { method, url, httpVersion, headers: { ...headers, host: 'HOST' }, raw: rawHeaders.length, trailers, complete })
    response.setHeader('X-Answer', ['1', '2'])
    if (url === '/chunked') {
      response.write('part one, ')
      response.write('part two')
      response.addTrailers({ 'X-Trailer': 'end' })
      response.end()
    } else if (url === '/empty') response.writeHead(204).end()
    else if (url === '/text') response.writeHead(404, 'Nothing here', { 'Content-Type': 'text/plain' }).end('none\n')
    else response.end(Buffer.concat(chunks).toString().toUpperCase())
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', agent, ...options }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece) => {
        text += piece
      })
      response.on('end', () => {
        const { statusCode, statusMessage, headers, trailers, httpVersion } = response
        resolve({ statusCode, statusMessage, headers: { ...headers, date: typeof headers.date }, trailers, httpVersion, text, reused: request.reusedSocket })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

console.log(await ask({ path: '/' }))
console.log(await ask({ path: '/echo', method: 'POST' }, 'hello'))
console.log(await ask({ path: '/chunked', method: 'POST', headers: { 'Transfer-Encoding': 'chunked', 'X-Many': ['a', 'b'] } }, 'x'.repeat(100_000)).then(({ text, ...rest }) => ({ ...rest, text: text.length })))
console.log(await ask({ path: '/text', headers: { Connection: 'close' } }))
console.log(await ask({ path: '/empty', method: 'HEAD' }))
const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`X-Header-${i}`, `value ${i}  `]))
console.log((await ask({ path: '/many?q=1', headers: many })).statusCode)
console.log(Object.keys(agent.sockets).length, Object.values(agent.freeSockets).map((sockets) => sockets.length))
const all = await Promise.all(['a', 'b', 'c'].map((text) => ask({ path: `/${text}`, method: 'PUT' }, text)))
console.log(all.map(({ text, reused }) => [text, reused]))
agent.destroy()
server.close(() => console.log('closed', server.listening))
server.closeAllConnections()
