import http from 'node:http'

const server = http.createServer((request, response) => {
  if (request.url === '/slow') return
  response.write('beginning')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`
const failed = (label) => (error) => console.log(label, error.name, error.message, error.code)

await fetch(`${base}/`, { signal: AbortSignal.abort() }).catch(failed('aborted before'))
await fetch(`${base}/`, { signal: AbortSignal.abort(new Error('mine')) }).catch(failed('own reason'))
await fetch(`${base}/slow`, { signal: AbortSignal.timeout(50) }).catch(failed('timeout'))
const controller = new AbortController()
const response = await fetch(`${base}/body`, { signal: controller.signal })
const reader = response.body.getReader()
console.log(Buffer.from((await reader.read()).value).toString())
setTimeout(() => controller.abort(), 10)
await reader.read().catch(failed('in the body'))
const any = AbortSignal.any([controller.signal, new AbortController().signal])
console.log(any.aborted, any.reason.name)
server.close()
server.closeAllConnections()
