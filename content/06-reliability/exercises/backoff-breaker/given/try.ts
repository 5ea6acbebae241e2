/** Asks before the server listens, pays once, lets the server crash 20 times, and asks before and after the breaker's time. */
import { setTimeout as wait } from 'node:timers/promises'
import { Caller } from './caller.ts'
import { params } from './params.ts'

const caller = new Caller({ host: 'server', port: params.port, baseMs: params.baseMs, openMs: params.openMs })

const ask = (line: string) =>
  caller.ask(line).then(
    (answer) => say(answer),
    (error) => say(`${line} rejected: ${error.name}: ${error.message}`),
  )
await ask('tea')
await ask('pay 5')
for (let i = 0; i < 20; i++) await caller.ask('crash').catch(() => {})
say('20 crashes')
await ask('gold')
await wait(params.openMs)
await ask('gold')

function say(what: string): void {
  console.log(`${Math.round(performance.now())} ms`.padEnd(8), what)
}
