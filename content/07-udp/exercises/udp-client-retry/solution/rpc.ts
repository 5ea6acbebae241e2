import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

const ID_BYTES = 8
/** Node takes a longer time for one of 1 ms. */
const LONGEST_TIMER = 2 ** 31 - 1

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  const id = randomBytes(ID_BYTES)
  const request = Buffer.concat([id, Buffer.from(text)])
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = dgram.createSocket('udp4')
  let timer: NodeJS.Timeout | undefined

  const attempt = (n: number) => {
    if (n === tries) return reject(timeoutError(`no reply from ${host}:${port} to ${tries} requests`))
    socket.send(request)
    timer = setTimeout(attempt, Math.min(timeoutMs * 2 ** n, LONGEST_TIMER), n + 1)
  }
  socket.on('message', (datagram) => {
    if (id.equals(datagram.subarray(0, ID_BYTES))) resolve(datagram.subarray(ID_BYTES).toString('utf8'))
  })
  socket.on('error', reject)
  socket.on('connect', () => attempt(0))
  // Of a connected socket the kernel passes over other senders, and hands on what ICMP says about this one.
  socket.connect(port, host)

  return promise.finally(() => {
    clearTimeout(timer)
    socket.close()
  })
}

const timeoutError = (message: string) => Object.assign(new Error(message), { code: 'ETIMEDOUT' })
