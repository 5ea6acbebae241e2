/** A server written without any limit on clients that never finish. */
import http from 'node:http'

http.createServer((_, response) => response.end('hello\n')).listen(Number(process.argv[2]))
