import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { streamText } from 'hono/streaming'

const app = new Hono()
app.use('/api/*', cors())
app.get('/api/users/:id', (context) => context.json({ id: context.req.param('id'), query: context.req.query() }))
app.post('/api/echo', async (context) => context.json(await context.req.json(), 201))
app.get('/stream', (context) =>
  streamText(context, async (stream) => {
    for (const word of ['one ', 'two ', 'three']) {
      await stream.write(word)
      await stream.sleep(5)
    }
  }),
)
app.onError((error, context) => context.text(error.message, 500))
app.get('/broken', () => {
  throw new Error('broken on purpose')
})
console.log('without a network', await (await app.request('/api/users/1')).text())
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
if (!server.listening) await once(server, 'listening')
async function show(path, options) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, options)
  console.log(response.status, response.headers.get('access-control-allow-origin'), await response.text())
}
await show('/api/users/7?name=Ada')
await show('/api/echo', { method: 'POST', body: '{"a":1}' })
await show('/stream')
await show('/broken')
await show('/nowhere')
server.close(() => console.log('closed'))
server.closeAllConnections()
