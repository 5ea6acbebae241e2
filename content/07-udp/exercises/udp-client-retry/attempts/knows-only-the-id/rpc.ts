import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    const id = randomBytes(8)
    const datagram = Buffer.concat([id, Buffer.from(text)])
    let timer: NodeJS.Timeout
    let over = false

    function end() {
      over = true
      clearTimeout(timer)
      socket.close()
    }

    socket.on('message', (message) => {
      if (over) return
      if (message.length >= 8 && message.subarray(0, 8).equals(id)) {
        end()
        resolve(message.subarray(8).toString('utf8'))
      }
    })
    socket.on('error', (error) => {
      if (over) return
      end()
      reject(error) // for example ECONNREFUSED
    })

    function send(n: number, wait: number) {
      if (n === 0) {
        end()
        const error: NodeJS.ErrnoException = new Error('no reply')
        error.code = 'ETIMEDOUT'
        reject(error)
        return
      }
      socket.send(datagram, port, host)
      timer = setTimeout(() => send(n - 1, wait * 2), wait)
    }
    send(tries, timeoutMs)
  })
}
