import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

const ID_BYTES = 8

/** Sends a request until it is answered, waiting twice as long after each try. */
export function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  const id = randomBytes(ID_BYTES)
  const request = Buffer.concat([id, Buffer.from(text, 'utf8')])

  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    let timer: NodeJS.Timeout | undefined
    let sent = 0
    let isSettled = false

    const settle = (how: () => void) => {
      if (isSettled) return
      isSettled = true
      socket.close()
      how()
    }

    const fail = (error: NodeJS.ErrnoException) => {
      // Anything else may pass: then the next try gets through, or the last wait ends.
      if (sent === 0 || error.code === 'ECONNREFUSED' || error.code === 'EMSGSIZE') settle(() => reject(error))
    }

    const attempt = () => {
      if (isSettled) return
      if (sent === tries) {
        return settle(() => reject(Object.assign(new Error(`no answer after ${tries} tries`), { code: 'ETIMEDOUT' })))
      }
      timer = setTimeout(attempt, timeoutMs * 2 ** sent)
      sent++
      socket.send(request, (error) => {
        if (error) fail(error)
      })
    }

    socket.on('message', (reply) => {
      if (reply.length < ID_BYTES || !reply.subarray(0, ID_BYTES).equals(id)) return
      settle(() => resolve(reply.toString('utf8', ID_BYTES)))
    })
    socket.on('error', fail)
    socket.on('connect', attempt)
    // Connected: the kernel drops what others send and tells us when the port is unused.
    socket.connect(port, host)
  })
}
