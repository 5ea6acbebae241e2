import dgram from 'node:dgram'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  const socket = dgram.createSocket('udp4')
  console.log('for', host, port, 'at most', tries, 'times, the first wait is', timeoutMs, 'ms')
  // Your turn: an id, socket.send(), and what can happen then?
  socket.close()
  return Promise.reject(new Error(`nobody sends ${JSON.stringify(text)} yet`))
}
