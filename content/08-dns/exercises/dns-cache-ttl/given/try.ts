/**
 * Looks names of lab.test up through your cache: `node try.ts web +20 web` asks, waits for 20 s, and asks again. `web:28` asks for
 * type 28; without a number it's type 1, an address. The server's terminal lists the queries that reached it.
 */
import { setTimeout } from 'node:timers/promises'
import { lookup } from './cache.ts'

const NXDOMAIN = 3

for (const word of process.argv.slice(2)) {
  if (word.startsWith('+')) {
    console.log('…', Number(word), 'seconds later')
    await setTimeout(Number(word) * 1000)
    continue
  }
  const [host = '', type = '1'] = word.split(':')
  const said = await lookup(`${host}.lab.test`, Number(type)).then(
    ({ rcode, answers, soa }) => {
      const rows = answers.map(({ data, ttl }) => `${data} for ${ttl} s`).join(', ')
      const no = rcode === NXDOMAIN ? 'no such name' : `RCODE ${rcode}`
      return rows || `${no}${soa ? `, for ${Math.min(soa.ttl, soa.minimum)} s` : ''}`
    },
    (error) => `rejected: ${error.code ?? error.message}`,
  )
  console.log(word, '→', said)
}
