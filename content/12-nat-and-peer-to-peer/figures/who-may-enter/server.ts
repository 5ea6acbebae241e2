import { createSocket, type RemoteInfo } from 'node:dgram'

const asked = open('192.0.2.3', 3478)
const others = [open('192.0.2.3', 3479), open('192.0.2.4', 3478)]
asked.on('message', (_message, from) => {
  console.log(`hello from ${from.address}:${from.port}`)
  answer(asked, from, 'from 192.0.2.3:3478')
  answer(others[0]!, from, 'from 192.0.2.3:3479')
  answer(others[1]!, from, 'from 192.0.2.4:3478')
})

function open(address: string, port: number) {
  return createSocket('udp4').bind(port, address)
}

function answer(socket: ReturnType<typeof open>, to: RemoteInfo, text: string): void {
  socket.send(text, to.port, to.address)
}

setTimeout(() => {
  for (const socket of [asked, ...others]) socket.close()
}, 2_000)
