// area: Network
// difference: A chunk's extensions may have any length; Node refuses a request with more than 16 KiB of them.
// why: The parser is llhttp's own WebAssembly build, which does not tell of extensions.
const { createServer } = require('node:http')
const { connect } = require('node:net')
const server = createServer((request, response) => request.resume().on('end', () => response.end()))
server.on('clientError', ({ code }, socket) => socket.end(`${code}\r\n`))
server.listen(8080, () => {
  const client = connect(8080)
  client.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n')
  client.write(`1;${'x'.repeat(16_385)}\r\na\r\n0\r\n\r\n`)
  client.once('data', (data) => console.log(data.toString().split('\r\n')[0]))
  client.on('close', () => server.close())
})
