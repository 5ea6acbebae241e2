/** The far end: accepts connections on port 7, and answers datagrams there with their sender's address. */
import dgram from 'node:dgram'
import net from 'node:net'

const PORT = 7
net.createServer((socket) => socket.on('error', () => {}).end()).listen(PORT)
const socket = dgram.createSocket('udp4')
socket.on('message', (_, { address, port }) => socket.send(`you are ${address}`, port, address))
socket.bind(PORT)
