// What a client says when the server is not there, not speaking HTTP, too slow, or gone; and what aborting does on both sides.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'

async function withServer(listener, run) {
  const server = net.createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await run(server.address().port)
  server.close()
  await once(server, 'close')
}
const attempt = (port, options = {}) =>
  new Promise((resolve) => {
    const request = http.get({ port, host: '127.0.0.1', agent: false, ...options })
    request.on('response', (response) => {
      let size = 0
      response.on('data', (data) => {
        size += data.length
      })
      response.on('aborted', () => console.log('aborted'))
      response.on('error', (error) => console.log('response error', error.code, error.message))
      response.on('end', () => console.log('end', response.statusCode, response.statusMessage, size, response.complete))
      response.on('close', () => console.log('response closed'))
    })
    request.on('information', ({ statusCode }) => console.log('information', statusCode))
    request.on('continue', () => console.log('continue'))
    request.on('timeout', () => {
      console.log('timeout')
      request.destroy(new Error('too slow'))
    })
    request.on('error', (error) => console.log('error', error.name, error.code, error.message.replaceAll(port, 'PORT')))
    request.on('close', () => resolve(console.log('closed', request.destroyed, request.aborted)))
  })
const saying = (text, after = (socket) => socket.end()) => (socket) => {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write(text)
    after(socket)
  })
}

await attempt(1)
await withServer(saying('not HTTP at all\r\n'), attempt)
await withServer(saying('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'), attempt)
await withServer(saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'), attempt)
await withServer(saying('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 418 I am a teapot\r\n\r\nall until the end'), attempt)
await withServer(saying('', (socket) => socket.resetAndDestroy()), attempt)
await withServer(saying(''), attempt)
await withServer(saying('', () => {}), (port) => attempt(port, { timeout: 50 }))
await withServer(saying('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', () => {}), (port) => attempt(port, { signal: AbortSignal.timeout(500) }))
await withServer(saying('HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n'), attempt)
await withServer(saying(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`), attempt)

for (const wrong of [() => http.request({ method: 'B A D' }), () => http.request({ path: '/a b' }), () => http.get({ headers: { 'X-Y': 'a\nb' } }), () => http.request('ftp://a/'), () => http.validateHeaderName('a b')])
  try {
    wrong()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }

const slow = http.createServer((request, response) => {
  response.on('close', () => console.log('server: response closed', response.writableFinished, request.destroyed))
  request.on('error', (error) => console.log('server: request', error.code))
  response.write('begun')
})
slow.headersTimeout = 100
slow.requestTimeout = 200
slow.keepAliveTimeout = 50
slow.listen(0, '127.0.0.1')
await once(slow, 'listening')
const request = http.get({ port: slow.address().port, host: '127.0.0.1' })
const [response] = await once(request, 'response')
response.once('data', (data) => {
  console.log(String(data))
  request.destroy()
})
response.on('error', (error) => console.log(error.code, error.message))
await new Promise((resolve) => response.on('close', resolve))
slow.close(() => console.log('slow closed'))
console.log(http.METHODS.length, http.STATUS_CODES[418], http.maxHeaderSize, http.globalAgent.options)
