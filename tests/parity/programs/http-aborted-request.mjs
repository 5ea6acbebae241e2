// A client that goes away in the middle: what the server's request and response hear.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer((request, response) => {
  const log = []
  const note = (name) => (value) => log.push(value === undefined ? name : `${name} ${value.code ?? value}`)
  for (const event of ['aborted', 'error', 'end', 'close']) request.on(event, note(`request ${event}`))
  for (const event of ['error', 'finish', 'close']) response.on(event, note(`response ${event}`))
  response.writeHead(200)
  response.write('begun')
  request.resume()
  response.on('close', () => setImmediate(() => {
    console.log(log, request.aborted, request.destroyed, request.complete, response.destroyed, response.writableFinished)
    response.write('after', (error) => console.log('write after', error?.code))
    server.close()
  }))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 100 } })
request.on('error', (error) => console.log('client error', error.code))
request.on('close', () => console.log('client close', request.destroyed))
request.write('part of it')
const [response] = await once(request, 'response')
response.on('error', (error) => console.log('response error', error.code, error.message))
response.on('aborted', () => console.log('response aborted'))
response.on('close', () => console.log('response close', response.complete))
response.once('data', (chunk) => { console.log(String(chunk)); request.destroy() })
