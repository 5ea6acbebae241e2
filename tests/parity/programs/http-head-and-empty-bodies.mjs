// HEAD, 204 and 304 have no body, whatever the program writes; Content-Length is held to where it is strict.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer({ keepAlive: false }, (request, response) => {
  const [, status, length] = request.url.split('/')
  response.statusCode = Number(status)
  if (length) response.setHeader('content-length', length)
  response.on('error', (error) => console.log('response error', error.code))
  try {
    response.strictContentLength = Boolean(length)
    response.write('some ')
    response.end('text')
  } catch (error) {
    console.log(error.code, error.message)
    response.strictContentLength = false
    response.end()
  }
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
for (const [method, path] of [['HEAD', '/200'], ['GET', '/204'], ['GET', '/304'], ['HEAD', '/200/9'], ['GET', '/200/9'], ['OPTIONS', '/205']]) {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method, path, agent: false }).end()
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  const { date, ...headers } = response.headers
  console.log(method, path, response.statusCode, headers, JSON.stringify(text), response.complete)
}
server.close()
