import { createSocket } from 'node:dgram'

const FRIEND = '198.51.100.7'
const socket = createSocket('udp4')
socket.on('message', (message) => console.log(`${message}`))
socket.bind(5000, () => {
  for (let number = 1; number <= 3; number++)
    setTimeout(() => socket.send(`hello ${number}`, 6000, FRIEND), 200 * (number - 1))
})
setTimeout(() => socket.close(), 2_000)
