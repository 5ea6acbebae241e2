/** Sends a datagram to `c`, a longer one in two fragments, and opens a connection to a port where nobody listens. */
import dgram from 'node:dgram'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const C = '10.0.2.11'

await wait(200)
const socket = dgram.createSocket('udp4')
socket.send('hello', params.port, C)
await wait(200)
socket.send('long '.repeat(400), params.port, C, () => socket.close())
await wait(200)
net.connect(80, C).on('error', ({ message }) => console.log(message))
