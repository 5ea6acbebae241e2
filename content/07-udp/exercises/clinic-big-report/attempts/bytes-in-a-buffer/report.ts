import dgram from 'node:dgram'
import { once } from 'node:events'

/** Reports all counters, and resolves when the kernel has taken them. */
export async function report(host: string, port: number, counters: [name: string, value: number][]): Promise<void> {
  const socket = dgram.createSocket('udp4')
  const buffer = Buffer.alloc(1_200)
  let used = 0
  let sent = 0
  const flush = async () => {
    await send(socket, Buffer.from(buffer.subarray(0, used)))
    used = 0
    sent++
  }
  try {
    socket.connect(port, host)
    await once(socket, 'connect')
    for (const [name, value] of counters) {
      const bytes = Buffer.from(`${name}:${value}|c`)
      const needed = bytes.length + (used > 0 ? 1 : 0)
      if (used + needed > buffer.length) await flush()
      if (used > 0) used += buffer.write('\n', used)
      used += bytes.copy(buffer, used)
    }
    if (used > 0 || sent === 0) await flush()
  } finally {
    socket.close()
  }
}

function send(socket: dgram.Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
