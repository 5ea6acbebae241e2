import { once } from 'node:events'
import Koa from 'koa'

const app = new Koa({ keys: ['secret'] })
app.on('error', (error) => console.log('app error', error.message))
app.use(async (context, next) => {
  await next()
  context.set('x-after', context.method)
})
app.use(async (context) => {
  if (context.path === '/broken') throw new Error('broken on purpose')
  if (context.path === '/teapot') context.throw(418, 'short and stout')
  if (context.path === '/moved') return context.redirect('/here')
  if (context.path === '/cookie') context.cookies.set('name', 'Ada', { signed: true })
  context.body = { path: context.path, query: context.query, accepts: context.accepts('html', 'json') }
})
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
for (const path of ['/a?b=c', '/broken', '/teapot', '/moved', '/cookie']) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    headers: { accept: 'application/json' },
    redirect: 'manual',
  })
  console.log(response.status, response.headers.get('x-after'), response.headers.getSetCookie(), await response.text())
}
server.close(() => console.log('closed'))
server.closeAllConnections()
