/** A server as one writes it without a thought of guests who never finish. */
import http from 'node:http'

http.createServer((_, response) => response.end('hello\n')).listen(Number(process.argv[2]))
