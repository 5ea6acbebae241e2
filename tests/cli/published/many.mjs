// HTTP/2 with and without TLS, for nghttp and h2load: a page, an echo of what is posted, and a large body.
import http2 from 'node:http2'
import certificates from './certificates.cjs'

const answer = (stream, headers) => {
  stream.on('error', (error) => console.log('stream error', error.code))
  stream.respond({ ':status': 200, 'content-type': 'text/plain' })
  if (headers[':path'] === '/echo') stream.pipe(stream)
  else stream.end(headers[':path'] === '/big' ? 'x'.repeat(1_000_000) : 'a page\n')
}
const told = (error) => console.log('session error', error.code)
http2.createSecureServer(certificates.server).on('stream', answer).on('sessionError', told).listen(443)
http2
  .createServer()
  .on('stream', answer)
  .on('sessionError', told)
  .listen(80, () => console.log('up'))
