// Expect: 100-continue: by itself, by hand, and other expectations.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  response.end(`got ${text}`)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const ask = async (expect) => {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false, headers: { expect, 'content-length': 4 } })
  request.on('continue', () => { console.log('continue'); request.end('body') })
  request.on('information', ({ statusCode, headers }) => console.log('information', statusCode, headers))
  request.flushHeaders()
  const [response] = await once(request, 'response')
  if (!request.writableEnded) request.destroy()
  let text = ''
  for await (const chunk of response) text += chunk
  console.log(response.statusCode, text)
}
await ask('100-continue')
server.once('checkContinue', (request, response) => {
  console.log('checkContinue', request.headers.expect)
  response.writeProcessing()
  response.writeEarlyHints({ link: '</a.css>; rel=preload; as=style' })
  response.writeContinue()
  server.emit('request', request, response)
})
await ask('100-continue')
server.once('checkExpectation', (request, response) => { response.statusCode = 417; response.end('cannot') })
await ask('soup').catch((error) => console.log(error.code))
server.close()
server.closeAllConnections()
