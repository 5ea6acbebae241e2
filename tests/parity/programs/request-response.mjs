const request = new Request('http://user@host.example:80/path?q#frag', { method: 'post', body: 'b', headers: { a: '1' } })
console.log(request.method, request.url, request.redirect, request.credentials, request.duplex, request.headers.get('content-type'))
const copy = request.clone()
console.log(await request.text(), await copy.text(), request.bodyUsed)
await request.text().catch((error) => console.log(error.name, error.message))
const response = new Response('body', { status: 201, statusText: 'Made', headers: { b: '2' } })
console.log(response)
console.log(await response.clone().arrayBuffer(), await response.bytes())
console.log(Response.json({ a: [1] }).headers.get('content-type'), await Response.json({ a: [1] }).text())
console.log(Response.error().type, Response.redirect('http://a/', 307).headers.get('location'))
console.log(await new Response(new Blob(['x'], { type: 'a/b' })).blob())
for (const make of [
  () => new Response('x', { status: 204 }),
  () => new Response('x', { status: 99 }),
  () => new Request('relative'),
  () => new Request('http://a/', { method: 'TRACE' }),
  () => new Request('http://a/', { body: 'x' }),
  () => Response.redirect('http://a/', 200),
])
  try {
    console.log(make())
  } catch (error) {
    console.log(error.name, error.message)
  }
