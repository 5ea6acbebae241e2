// Headers: names, values, repetition, what is refused, what a message looks like before it is sent.
const http = require('http')
const response = new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 })
response.setHeader('X-One', 1).setHeader('Set-Cookie', ['a=1', 'b=2'])
response.appendHeader('x-one', 'two')
console.log(response.getHeader('X-ONE'), response.getHeaderNames(), response.getRawHeaderNames(), response.getHeaders(), response.hasHeader('x-two'))
response.setHeaders(new Map([['X-Map', 'yes']]))
response.removeHeader('x-one')
console.log(response.getHeaders(), response.headersSent, response.statusCode, response.statusMessage, response.writableEnded)
const wrong = [
  () => response.setHeader('', 'x'),
  () => response.setHeader('Bad Name', 'x'),
  () => response.setHeader('x', undefined),
  () => response.setHeader('x', 'line\nbreak'),
  () => response.setHeader('x', 'snow ☃'),
  () => response.setHeaders([['a', 'b']]),
  () => response.writeHead(99),
  () => response.writeHead(1000),
  () => response.writeHead(200, 'bad\r\nmessage'),
  () => response.end(5),
  () => response.write(null),
  () => response.addTrailers({ 'x y': 1 }),
  () => http.request({ path: '/a b' }),
  () => http.request({ method: 'a b' }),
  () => http.request('ftp://example.com'),
  () => http.request({ headers: { 'x': 'ü☃' } }),
  () => http.request({ insecureHTTPParser: 1 }),
  () => http.validateHeaderName('x:'),
  () => http.validateHeaderValue('x', '\u0000'),
  () => new http.Agent({ maxTotalSockets: 0 }),
]
for (const call of wrong) {
  try {
    call()
    console.log(String(call), 'is fine')
  } catch (error) {
    console.log(String(call), error.name, error.code, error.message)
  }
}
console.log(http.METHODS.length, http.STATUS_CODES[418], http.maxHeaderSize)
