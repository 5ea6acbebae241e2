import { connect } from 'node:net'
import { params } from './params.ts'

const PATIENCE_MS = 300
for (let port = 8000; port <= 8005; port++) {
  let what = 'silence'
  for (let tries = 0; tries < params.tries && what === 'silence'; tries++) what = await outcome(port)
  console.log(port, what)
}

/** `open`, the error's code, or `silence`. */
function outcome(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '10.0.9.2')
    const done = (what: string) => {
      socket.destroy()
      resolve(what)
    }
    socket.setTimeout(PATIENCE_MS, () => done('silence'))
    socket.on('connect', () => done('open'))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}
