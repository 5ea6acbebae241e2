import type { Draw, Generate, Generated } from 'ackademy/drill'
import { contains, hostsIn, lastOf, type Network, networkOf, sizeOf, text, textOf } from './subnets.ts'

type Say = Parameters<Generate>[1]

/** Five kinds of questions: a network's name, its broadcast address, its hosts, neighbors, and the route that wins. */
const generate: Generate = (draw, say) =>
  draw.oneOf([nameNetwork, findBroadcast, countHosts, compare, chooseRoute])(draw, say)
export default generate

/** An address of 10.0.0.0/8 or 192.168.0.0/16, away from the borders of the network of this prefix. */
function drawAddress(draw: Draw, prefix: number): number {
  const wide = draw.chance(1, 2) && prefix >= 17
  const block = wide ? networkOf(192 * 2 ** 24 + 168 * 2 ** 16, 16) : networkOf(10 * 2 ** 24, 8)
  const networks = 2 ** (prefix - block.prefix)
  const first = block.first + draw.integer(0, networks - 1) * sizeOf(prefix)
  return first + draw.integer(1, Math.max(1, sizeOf(prefix) - 2))
}

const PREFIXES = [12, 18, 20, 22, 23, 25, 26, 27, 28, 29, 30] as const

function nameNetwork(draw: Draw, say: Say): Generated {
  const prefix = draw.oneOf(PREFIXES)
  const address = drawAddress(draw, prefix)
  const right = networkOf(address, prefix)
  return addresses(draw, say, {
    ask: `A host has the address ${text(address)}/${prefix}. What's the first address of its network, the one that names it?`,
    right: right.first,
    because: `The network has ${group(sizeOf(prefix))} addresses and begins at a multiple of that: ${textOf(right)}.`,
    others: [
      { value: networkOf(address, 24).first, mistake: 'always-24' },
      { value: networkOf(address, 16).first, mistake: 'always-24' },
      { value: right.first + 1, mistake: 'off-by-one' },
      { value: right.first + sizeOf(prefix), mistake: 'off-by-one' },
    ],
  })
}

function findBroadcast(draw: Draw, say: Say): Generated {
  const prefix = draw.oneOf(PREFIXES)
  const address = drawAddress(draw, prefix)
  const network = networkOf(address, prefix)
  return addresses(draw, say, {
    ask: `A host has the address ${text(address)}/${prefix}. What's the broadcast address of its network?`,
    right: lastOf(network),
    because: `${textOf(network)} has ${group(sizeOf(prefix))} addresses, and this is the last of them.`,
    others: [
      { value: lastOf(networkOf(address, 24)), mistake: 'always-24' },
      { value: lastOf(networkOf(address, 16)), mistake: 'always-24' },
      { value: lastOf(network) - 1, mistake: 'off-by-one' },
      { value: lastOf(network) + 1, mistake: 'off-by-one' },
    ],
  })
}

function countHosts(draw: Draw, say: Say): Generated {
  const prefix = draw.oneOf([20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31])
  const value = hostsIn(prefix)
  const mistakes = [
    { value: sizeOf(prefix), mistake: 'borders-counted' },
    { value: sizeOf(prefix) - 2, mistake: 'two-borders' },
    { value: 2 ** prefix - 2, mistake: 'bits-of-the-prefix' },
    { value: 2 ** prefix, mistake: 'bits-of-the-prefix' },
    { value: 32 - prefix, mistake: 'bits-of-the-prefix' },
  ]
  return {
    kind: 'numeric',
    ask: `How many hosts can get an address of their own in ${textOf(networkOf(drawAddress(draw, prefix), prefix))}?`,
    lesson: '1.2',
    value,
    because:
      prefix === 31
        ? 'Both of its addresses: /31 is for a link between two routers, which needs no broadcast (RFC 3021).'
        : `${32 - prefix} bits make ${group(sizeOf(prefix))} addresses, without the first and the last.`,
    otherwise: say('bits-of-the-prefix'),
    mistakes,
  }
}

/** Half of the pairs look like neighbors and are none, or the other way around. */
function compare(draw: Draw, say: Say): Generated {
  const prefix = draw.oneOf([20, 22, 23, 25, 26, 27, 28])
  const address = drawAddress(draw, prefix)
  const own = networkOf(address, prefix)
  const near = draw.chance(1, 2)
  const begin = near ? own.first : own.first + (draw.chance(1, 2) ? sizeOf(prefix) : -sizeOf(prefix))
  const drawn = begin + draw.integer(1, sizeOf(prefix) - 2)
  // Another host, not the one that asks: a host needs no MAC address to reach itself.
  const other = drawn === address ? own.first + (drawn === own.first + 1 ? 2 : 1) : drawn
  const yes = 'The other host itself: it is a neighbor.'
  const no = 'The gateway.'
  const because = `${text(other)} is in ${textOf(networkOf(other, prefix))}, and the host in ${textOf(own)}.`
  const wrong = { mistake: 'looks-alike', because: say('looks-alike') }
  return {
    kind: 'single',
    ask: `A host has the address ${text(address)}/${prefix} and a default gateway. It sends to ${text(other)}. Whose MAC address does it need?`,
    lesson: '1.2',
    choices: draw.shuffled([
      { text: near ? yes : no, right: true, because },
      { text: near ? no : yes, ...wrong },
    ]),
  }
}

function chooseRoute(draw: Draw, say: Say): Generated {
  const address = drawAddress(draw, 24)
  const prefixes = draw.oneOf([
    [8, 16, 24],
    [8, 20, 26],
    [12, 16, 25],
  ] as const)
  // One that is longer than all, and doesn't contain the address.
  const beside: Network = { first: networkOf(address, 27).first + (address % 64 < 32 ? 32 : -32), prefix: 27 }
  const matching = prefixes.map((prefix) => networkOf(address, prefix)).filter((network) => contains(network, address))
  const right = matching.at(-1)!
  const entries = draw.shuffled([...matching, beside])
  const lines = [{ first: 0, prefix: 0 }, ...entries].map((network) =>
    network.prefix === 0 ? 'default' : textOf(network),
  )
  const wrong = (network: Network, mistake: string) => ({ text: textOf(network), mistake, because: say(mistake) })
  return {
    kind: 'single',
    ask: `A routing table has these entries, in this order: ${lines.join(', ')}. Which one is used for ${text(address)}?`,
    lesson: '1.2',
    choices: draw.shuffled([
      {
        text: textOf(right),
        right: true,
        because: `Of the entries that match, it has the longest prefix: ${right.prefix} bits.`,
      },
      { text: 'default', mistake: 'first-in-list', because: say('first-in-list') },
      ...matching.filter((network) => network !== right).map((network) => wrong(network, 'first-in-list')),
      wrong(beside, 'does-not-match'),
    ]),
  }
}

interface Addresses {
  ask: string
  right: number
  because: string
  others: readonly { value: number; mistake: string }[]
}

/** A question for an address, with three wrong ones at most. */
function addresses(draw: Draw, say: Say, { ask, right, because, others }: Addresses): Generated {
  const wrong = others
    .filter(({ value }, i) => value !== right && others.findIndex((other) => other.value === value) === i)
    .slice(0, 3)
  return {
    kind: 'single',
    ask,
    lesson: '1.2',
    choices: draw.shuffled([
      { text: text(right), right: true, because },
      ...wrong.map(({ value, mistake }) => ({ text: text(value), mistake, because: say(mistake) })),
    ]),
  }
}

const group = (count: number): string => count.toLocaleString('en-US')
