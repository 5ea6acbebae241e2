import { connect } from 'node:net'
import { params } from './params.ts'

const PATIENCE_MS = 500
const ports = [8000, 8001, 8002, 8003, 8004].filter((port) => port >= params.first)
for (const port of ports) console.log(port, await outcome(port))

/** `open`, the error's code, or `silence`. */
function outcome(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '10.0.2.10')
    const done = (what: string) => {
      socket.destroy()
      resolve(what)
    }
    socket.setTimeout(PATIENCE_MS, () => done('silence'))
    socket.on('connect', () => done('open'))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}
