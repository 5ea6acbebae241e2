import net from 'node:net'
import { params } from './params.ts'

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host)
    socket.on('data', (chunk) => {
      console.log('received', chunk.length, 'bytes')
      // Your turn: find the answers in these bytes. Each ends with params.end.
    })
  })
}
