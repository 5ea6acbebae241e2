/** Asks for a price, for a report that takes 6 s, waits until the server was pinged, and then the server gets stuck. */
import { setTimeout as wait } from 'node:timers/promises'
import { Link } from './link.ts'
import { params } from './params.ts'

const link = new Link({ host: 'server', port: params.port, quietMs: params.quietMs, pongMs: params.pongMs })
link.whenClosed().then((reason) => say(`closed: ${reason}`))

const ask = (line: string) =>
  link.ask(line).then(
    (answer) => say(answer),
    (error) => say(`${line} rejected: ${error.message}`),
  )
await ask('tea')
await ask('report')
await wait(params.quietMs + 500)
say(`round trip: ${link.rtt()} ms`)
await ask('stop')

function say(what: string): void {
  console.log(`${Math.round(performance.now())} ms`.padEnd(8), what)
}
