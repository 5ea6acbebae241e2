import net from 'node:net'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

const socket = net.connect({ host: host!, port: Number(port) })
socket.on('data', (chunk) => process.stdout.write(chunk))

// Your turn: say DEAD when nobody is there any more.
