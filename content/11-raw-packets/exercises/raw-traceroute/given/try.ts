/** Traces the way to a host and prints it as traceroute does; "node try.ts 192.0.2.1" traces another. */
import { type Answer, traceroute } from './traceroute.ts'

const host = process.argv[2] ?? 'server'
const shown = (answer: Answer | null) =>
  answer === null ? '*' : `${answer.address} ${answer.ms.toFixed(1)} ms ${answer.mark}`.trimEnd()

const { hops, end } = await traceroute(host, { timeoutMs: 500 })
for (const { ttl, answers } of hops) console.log(`${ttl}`.padStart(2), answers.map(shown).join('  '))
console.log(end)
