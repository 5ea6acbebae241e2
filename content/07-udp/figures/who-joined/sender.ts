import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.bind(() => {
  socket.setMulticastInterface('10.0.0.11')
  for (const [at, text] of [
    [1000, 'who is there?'],
    [3000, 'and now?'],
  ] as const)
    setTimeout(() => socket.send(text, 8125, '239.83.71.1'), at)
})
