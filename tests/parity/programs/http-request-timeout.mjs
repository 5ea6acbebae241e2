// A request's timeout only tells; what ends it is the program, and the error says so.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer(() => {})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const options = { port: server.address().port, host: '127.0.0.1', agent: false }
const request = http.get({ ...options, timeout: 30 })
request.on('timeout', () => { console.log('timeout', request.destroyed, request.socket.timeout); request.destroy() })
request.on('error', (error) => console.log(error.code, error.message))
await new Promise((resolve) => request.on('close', resolve))
const aborted = http.get({ ...options, signal: AbortSignal.timeout(20) })
aborted.on('error', (error) => console.log(error.name, error.code, error.cause?.name, error.cause?.message))
await new Promise((resolve) => aborted.on('close', resolve))
server.setTimeout(20, (socket) => { console.log('server timeout', socket.destroyed); socket.destroy() })
const third = http.get(options)
third.on('error', (error) => console.log(error.code, error.message))
await new Promise((resolve) => third.on('close', resolve))
server.close(() => console.log('closed'))
