// Resets, GOAWAY, refused fields and requests on sessions that are closing: which events and errors each side gets.
import http2 from 'node:http2'
import { once } from 'node:events'

// Which side is told first is a matter of time: each side's part is printed on its own.
const seen = []
const server = http2.createServer()
server.on('stream', (stream, headers) => {
  const path = headers[':path']
  stream.on('error', (error) => seen.push(['server', path, error.code, error.message]))
  stream.on('aborted', () => seen.push(['server aborted', path]))
  stream.on('close', () => seen.push(['server close', path, stream.rstCode]))
  if (path === '/reset') stream.close(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM)
  else if (path === '/throw') stream.destroy(new Error('on purpose'))
  else if (path === '/goaway') {
    stream.session.goaway(0, 0, Buffer.from('enough'))
    stream.respond()
    stream.end('last words')
  } else stream.respond()
})
server.on('sessionError', (error) => seen.push(['session', error.code]))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const connect = () => http2.connect(`http://127.0.0.1:${server.address().port}`)
let client = connect()

async function watch(path, then = () => {}) {
  const request = client.request({ ':path': path })
  request.on('error', (error) => console.log('client', path, error.code, error.message))
  request.on('aborted', () => console.log('client aborted', path))
  request.on('response', (answer) => {
    console.log('response', path, answer[':status'])
    then(request)
  })
  request.resume()
  await new Promise((resolve) => request.on('close', resolve))
  console.log('client close', path, request.rstCode)
}
await watch('/reset')
await watch('/throw')
await watch('/cancel', (request) => request.close(http2.constants.NGHTTP2_CANCEL))
await watch('/abort', (request) => request.destroy())
for (const headers of [{ connection: 'close' }, { 'bad name': '1' }, { ':unknown': '1' }, { te: 'gzip' }])
  try {
    client.request(headers)
  } catch (error) {
    console.log(error.code, error.message)
  }
client.on('goaway', (code, last, data) => console.log('goaway', code, last, String(data)))
client.on('close', () => console.log('session closed'))
await watch('/goaway')
client.request({ ':path': '/too-late' }).on('error', (error) => console.log('too late', error.code))
client.destroy()
client = connect()
client.ping(Buffer.from('12345678'), (error, duration, payload) => console.log('ping', error, duration >= 0, String(payload)))
client.settings({ initialWindowSize: 100_000 }, (error, settings) => console.log('settings', error, settings.initialWindowSize))
client.on('error', (error) => console.log('client error', error.code, error.message))
await new Promise((resolve) => setTimeout(resolve, 50))
client.destroy(new Error('enough'))
await new Promise((resolve) => client.on('close', resolve))
await new Promise((resolve) => setTimeout(resolve, 50))
server.close(() => console.log(seen))
