import Fastify from 'fastify'

const app = Fastify()
app.get(
  '/sum',
  {
    schema: {
      querystring: {
        type: 'object',
        required: ['a', 'b'],
        properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      },
      response: { 200: { type: 'object', properties: { sum: { type: 'integer' } } } },
    },
  },
  async ({ query }) => ({ sum: query.a + query.b, hidden: true }),
)
app.post('/echo', async (request, reply) => reply.code(201).send(request.body))
app.addHook('onResponse', async (request, reply) => console.log('hook', request.method, request.url, reply.statusCode))
console.log('injected', (await app.inject('/sum?a=1&b=2')).json())
const url = await app.listen({ port: 0, host: '127.0.0.1' })
async function show(path, options) {
  const response = await fetch(url + path, options)
  console.log(response.status, response.headers.get('content-type'), await response.text())
}
await show('/sum?a=2&b=40')
await show('/sum?a=x&b=40')
await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":[1,2]}' })
await show('/nowhere')
await app.close()
console.log('closed')
