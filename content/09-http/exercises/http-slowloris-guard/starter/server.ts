import http from 'node:http'
import { params } from './params.ts'

const server = http.createServer((request, response) => {
  console.log(request.method, request.url)
  response.end('hello\n')
  // Your turn: /big, POST, and guests who are never done.
})

server.listen(params.port)
