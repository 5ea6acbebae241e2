import http from 'node:http'

const page =
  '<title>simulated</title><script>fetch("/data").then((r) => r.text()).then((t) => (document.title = t))</script>'
http
  .createServer((request, response) => {
    console.log(request.method, request.url, request.socket.remoteAddress.replace('::ffff:', ''))
    if (request.url === '/data') response.end('data from a simulated host')
    else if (request.url === '/big') response.end(Buffer.alloc(3_000_000, 'x'))
    else response.setHeader('Content-Type', 'text/html').end(page)
  })
  .listen(80, () => console.log('up'))
