import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

/** One try: resolves with the text of the reply, or with undefined when the wait is over. */
function attempt(host: string, port: number, id: Buffer, datagram: Buffer, waitMs: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    let open = true
    const finish = () => {
      if (!open) return
      open = false
      clearTimeout(timer)
      socket.close()
    }
    const timer = setTimeout(() => {
      finish()
      resolve(undefined)
    }, waitMs)
    socket.on('error', (error) => {
      finish()
      reject(error)
    })
    socket.on('message', (reply) => {
      if (reply.length < 8 || !reply.subarray(0, 8).equals(id)) return
      finish()
      resolve(reply.toString('utf8', 8))
    })
    socket.connect(port, host, () => {
      if (open) socket.send(datagram)
    })
  })
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export async function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  const id = randomBytes(8)
  const datagram = Buffer.concat([id, Buffer.from(text)])
  for (let i = 0; i < tries; i++) {
    const reply = await attempt(host, port, id, datagram, timeoutMs * 2 ** i)
    if (reply !== undefined) return reply
  }
  throw Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })
}
