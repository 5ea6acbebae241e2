import { once } from 'node:events'
import express from 'express'

const app = express()
app.use(express.json())
app.get('/users/:id', (request, response) => response.json({ id: request.params.id, query: request.query }))
app.post('/echo', (request, response) => response.status(201).send(request.body))
app.get('/broken', () => {
  throw Object.assign(new Error('broken on purpose'), { status: 503 })
})
app.use((error, _request, response, _next) => response.status(error.status ?? 500).send(error.type ?? error.message))
const server = app.listen(0)
await once(server, 'listening')
const url = `http://127.0.0.1:${server.address().port}`
async function show(path, options) {
  const response = await fetch(url + path, options)
  console.log(
    response.status,
    response.headers.get('content-type'),
    response.headers.get('etag'),
    await response.text(),
  )
}
await show('/users/7?name=Ada&tag=a&tag=b')
await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":[1,2]}' })
await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":' })
await show('/broken')
await show('/nowhere')
server.close(() => console.log('closed'))
server.closeAllConnections()
