// HTTP/2 and HTTP/1.1 over TLS. The secrets of each connection are printed, so that whoever holds the packets can read them.
import http2 from 'node:http2'
import certificates from './certificates.cjs'

const server = http2.createSecureServer({ ...certificates.server, allowHTTP1: true }, (request, response) => {
  response.end(`${request.method} ${request.url} HTTP/${request.httpVersion} ${request.socket.getProtocol()}\n`)
})
server.on('keylog', (line) => process.stdout.write(line))
server.listen(443, () => console.log('up'))
