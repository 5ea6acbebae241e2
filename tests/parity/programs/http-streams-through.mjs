// A request streamed through a transform into the response, with backpressure, by pipeline.
import http from 'node:http'
import { pipeline, Transform, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
const upper = () => new Transform({ transform: (chunk, _encoding, done) => done(null, String(chunk).toUpperCase()) })
const server = http.createServer((request, response) => pipeline(request, upper(), response, (error) => console.log('pipeline', error?.code)))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const lines = Array.from({ length: 3000 }, (_, i) => `line ${i} of the body\n`)
const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'PUT' })
pipeline(Readable.from(lines), request, (error) => console.log('sent', error))
const [response] = await once(request, 'response')
const answer = await text(response)
console.log(answer.length, answer === lines.join('').toUpperCase(), response.headers['transfer-encoding'])
server.close()
