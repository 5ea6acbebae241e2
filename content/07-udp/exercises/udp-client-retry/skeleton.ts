import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'

/** The client, with two places left open. */
export function call(host: string, port: number, text: string, tries: number, timeoutMs: number): Promise<string> {
  const id = randomBytes(8)
  const request = Buffer.concat([id, Buffer.from(text)])
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = dgram.createSocket('udp4')
  let timer: NodeJS.Timeout | undefined

  const attempt = (n: number) => {
    if (n === tries) return reject(Object.assign(new Error('no reply'), { code: 'ETIMEDOUT' }))
    socket.send(request)
    timer = setTimeout(attempt, timeoutMs, n + 1) // … the same for each try?
  }
  socket.on('message', (datagram) => {
    // … is it the reply to this call?
    resolve(datagram.subarray(8).toString('utf8'))
  })
  socket.on('error', reject)
  socket.on('connect', () => attempt(0))
  socket.connect(port, host)
  return promise.finally(() => {
    clearTimeout(timer)
    socket.close()
  })
}
