// node:https: a server, a request with a body, an agent that keeps the connection, a name that is not in the certificate.
const https = require('node:https')
const { ca, server: own } = require('../support/tls-certificates.cjs')

const server = https.createServer(own, (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (text) => {
    body += text
  })
  request.on('end', () => {
    console.log('server:', request.method, request.url, request.socket.encrypted, body.length)
    response.setHeader('content-type', 'text/plain')
    response.end(`got ${body.length} ${'y'.repeat(50_000)}`)
  })
})

const agent = new https.Agent({ ca: ca.cert, keepAlive: true, maxSockets: 1 })

const ask = (options, body) =>
  new Promise((resolve) => {
    const { port } = server.address()
    const request = https.request({ port, host: 'localhost', agent, method: 'POST', ...options }, (response) => {
      let length = 0
      response.on('data', (data) => {
        length += data.length
      })
      response.on('end', () => {
        console.log('client:', response.statusCode, response.headers['content-type'], length, request.reusedSocket)
        resolve()
      })
    })
    request.on('error', (error) => {
      console.log('client error:', error.code, error.message)
      resolve()
    })
    request.end(body)
  })

server.listen(0, async () => {
  await ask({ path: '/first' }, 'hello')
  await ask({ path: '/second' }, 'x'.repeat(100_000))
  await ask({ path: '/third', agent: undefined, ca: ca.cert, servername: 'other.example' }, '')
  await ask({ path: '/fourth', agent: undefined, ca: [], rejectUnauthorized: false }, '')
  agent.destroy()
  server.close()
})
