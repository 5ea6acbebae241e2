/** Sends a short datagram and a long one, which IP cuts into three. */
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.send('short', 9000, 'server')
socket.send('0123456789'.repeat(300), 9000, 'server')
setTimeout(() => socket.close(), 100)
