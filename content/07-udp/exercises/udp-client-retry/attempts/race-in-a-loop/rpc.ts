import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export async function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  const socket = dgram.createSocket('udp4')
  const done = new AbortController()
  try {
    socket.connect(port, host)
    await once(socket, 'connect')

    let refused: (error: NodeJS.ErrnoException | null) => void = () => {}
    const id = randomBytes(8)
    const datagram = Buffer.concat([id, Buffer.from(text)])
    const answer = new Promise<string>((resolve, reject) => {
      const listen = (error: NodeJS.ErrnoException | null) => {
        if (error?.code === 'ECONNREFUSED') reject(error)
      }
      refused = listen
      socket.on('error', listen)
      socket.on('message', (reply) => {
        if (reply.length >= 8 && id.equals(reply.subarray(0, 8))) resolve(reply.subarray(8).toString())
      })
    })
    for (let n = 0, wait = timeoutMs; n < tries; n++, wait *= 2) {
      socket.send(datagram, refused)
      const text = await Promise.race([answer, sleep(wait, undefined, { signal: done.signal })])
      if (text !== undefined) return text
    }
    throw Object.assign(new Error(`${host}:${port} did not answer`), { code: 'ETIMEDOUT' })
  } finally {
    done.abort()
    socket.close()
  }
}
