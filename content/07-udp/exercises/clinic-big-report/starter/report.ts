import dgram from 'node:dgram'
import { once } from 'node:events'

/** Reports all counters, and resolves when the kernel has taken them. */
export async function report(host: string, port: number, counters: [name: string, value: number][]): Promise<void> {
  const socket = dgram.createSocket('udp4')
  try {
    socket.connect(port, host)
    await once(socket, 'connect')
    const text = counters.map(([name, value]) => `${name}:${value}|c`).join('\n')
    await send(socket, text)
  } finally {
    socket.close()
  }
}

function send(socket: dgram.Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error ? reject(error) : resolve()))
  })
}
