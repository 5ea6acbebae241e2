import { once } from 'node:events'
import { createServer } from 'node:http'
import axios from 'axios'

const server = createServer((request, response) => {
  if (request.url === '/slow') return
  if (request.url === '/moved') return response.writeHead(302, { location: '/here' }).end()
  if (request.url === '/missing')
    return response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"none"}')
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ url: request.url, type: request.headers['content-type'], body })),
  )
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const api = axios.create({ baseURL: `http://127.0.0.1:${server.address().port}` })
api.interceptors.response.use((response) => {
  console.log('intercepted', response.status)
  return response
})
console.log((await api.get('/get', { params: { q: 'a b', list: [1, 2] } })).data)
console.log((await api.post('/post', { a: 1 })).data)
console.log((await api.post('/form', new URLSearchParams({ a: '1' }))).data)
console.log((await api.get('/moved')).data.url)
await api.get('/missing').catch(({ message, response }) => console.log(message, response.data))
await api.get('/slow', { timeout: 50 }).catch(({ code, message }) => console.log(code, message))
const controller = new AbortController()
setTimeout(() => controller.abort(), 20)
await api.get('/slow', { signal: controller.signal }).catch(({ code, message }) => console.log(code, message))
await axios.get('http://127.0.0.1:1').catch(({ code }) => console.log(code))
server.close(() => console.log('closed'))
server.closeAllConnections()
