import http from 'node:http'

const server = http.createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, url, headers } = request
  if (url === '/redirect') return response.writeHead(302, { Location: '/after?a=1' }).end()
  if (url === '/loop') return response.writeHead(301, { Location: '/loop' }).end()
  if (url === '/empty') return response.writeHead(204).end()
  if (url === '/missing') return response.writeHead(404, 'Not Here').end('gone')
  response.setHeader('Content-Type', 'application/json').setHeader('X-Several', ['a', 'b'])
  response.setHeader('Set-Cookie', ['c=1', 'd=2'])
  response.end(JSON.stringify({ method, url, type: headers['content-type'], body: Buffer.concat(chunks).toString() }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()
const base = `http://127.0.0.1:${port}`

const show = async (label, promise) => {
  const response = await promise
  const { status, statusText, ok, redirected, type, bodyUsed } = response
  console.log(label, status, statusText, ok, redirected, type, bodyUsed, response.url.slice(base.length))
  console.log(await response.text(), response.bodyUsed)
  return response
}
const got = await show('get', fetch(`${base}/`))
console.log(got.headers.get('x-several'), got.headers.getSetCookie(), got.headers.has('Content-Type'))
await show('redirect', fetch(`${base}/redirect`))
await show('manual', fetch(`${base}/redirect`, { redirect: 'manual' }))
await show('empty', fetch(`${base}/empty`))
await show('missing', fetch(`${base}/missing`))
await show('text', fetch(`${base}/`, { method: 'POST', body: 'text' }))
await show('form', fetch(`${base}/`, { method: 'PUT', body: new URLSearchParams({ a: '1 2' }) }))
await show('bytes', fetch(new Request(`${base}/bytes`, { method: 'PATCH', body: new Uint8Array([65, 66]) })))
await show('blob', fetch(new URL('/blob', base), { method: 'POST', body: new Blob(['b'], { type: 'text/css' }) }))
const stream = ReadableStream.from([Buffer.from('streamed '), Buffer.from('body')])
await show('stream', fetch(`${base}/`, { method: 'POST', body: stream, duplex: 'half' }))
for (const [url, init] of [
  ['/loop', {}],
  ['/redirect', { redirect: 'error' }],
  ['/', { method: 'GET', body: 'x' }],
  ['/', { method: 'a b' }],
])
  await fetch(base + url, init).catch((error) => console.log(error.name, error.message, error.cause?.message))
console.log(await (await fetch(`${base}/json`)).json())
server.close()
server.closeAllConnections()
