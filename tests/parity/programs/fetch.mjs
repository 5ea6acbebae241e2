// fetch and what belongs to it, against a server of the same program.
import http from 'node:http'

const server = http.createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (piece) => {
    body += piece
  })
  request.on('end', () => {
    if (request.url === '/moved') return response.writeHead(302, { location: '/there' }).end()
    if (request.url === '/slow') return response.write('first,')
    const { host: _, ...headers } = request.headers
    response.writeHead(request.url === '/teapot' ? 418 : 200, { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] })
    response.end(JSON.stringify({ method: request.method, url: request.url, headers, body }))
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`

const plain = await fetch(`${base}/x?y=1`)
console.log(plain.status, plain.ok, plain.headers.get('x-answer'), plain.headers.getSetCookie(), await plain.json())
const posted = await fetch(`${base}/form`, { method: 'POST', body: new URLSearchParams({ a: 1 }) })
console.log(await posted.text())
const sent = await fetch(new Request(`${base}/json`, { method: 'PUT', body: JSON.stringify([1]), headers: { 'X-One': '1' } }))
console.log((await sent.json()).headers)
const teapot = await fetch(`${base}/teapot`)
console.log(teapot.status, teapot.statusText, teapot.ok)
const moved = await fetch(`${base}/moved`)
console.log(moved.redirected, moved.url.replace(base, ''))
const streamed = await fetch(`${base}/up`, {
  method: 'POST',
  duplex: 'half',
  body: ReadableStream.from([new TextEncoder().encode('in '), new TextEncoder().encode('pieces')]),
})
console.log((await streamed.json()).body)

const controller = new AbortController()
const slow = await fetch(`${base}/slow`, { signal: controller.signal })
const reader = slow.body.getReader()
console.log(new TextDecoder().decode((await reader.read()).value))
controller.abort()
await reader.read().catch(({ name, message }) => console.log(name, message))
for (const [what, run] of [
  ['refused', () => fetch('http://127.0.0.1:9/')],
  ['no URL', () => fetch('nowhere')],
  ['no body with GET', () => fetch(base, { body: 'x' })],
  ['aborted before', () => fetch(base, { signal: AbortSignal.abort() })],
])
  await run().catch(({ name, message, cause }) => console.log(what, name, message, cause?.code))
const form = new FormData()
form.append('k', 'v')
form.append('f', new Blob(['file']), 'f.txt')
console.log([...form].map(([name, value]) => [name, value.name ?? value]), [...new Headers({ B: '1', A: '2' })])
console.log(await new Response('text').text(), Response.json({ a: 1 }).headers.get('content-type'))
console.log(typeof EventSource, typeof WebSocket, navigator.userAgent)
server.close()
server.closeAllConnections()
