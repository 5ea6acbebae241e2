import { expect, kindOf, labTest, resultOf } from 'ackademy/lab'
import type { Dissection } from './contract.ts'

const NOTHING = new Uint8Array()
const IP_FIELDS = ['source', 'destination', 'ttl', 'protocol'] as const

/** Every test calls the learner's function on one host. */
export const test = labTest(async (lab) => {
  const calls = await lab.host('c').load<typeof import('./programs/calls.ts')>('tests:calls.ts')
  return {
    /** `what` names the frame; `around` are bytes before and behind it in one memory. */
    expectDissection: async (
      what: string,
      frame: Uint8Array,
      wanted: Dissection | null,
      around: Uint8Array = NOTHING,
    ) => {
      const about = `what dissect returns for ${what}`
      const result = await resultOf(calls.take(frame, around), about)
      expect(kindOf(result, 'an object'), about).toBe(wanted ? 'an object' : 'null')
      if (wanted) compare(result.value!, wanted, what)
    },
  }
})

function compare(got: Dissection, wanted: Dissection, what: string): void {
  expect(got.destination, `the destination MAC of ${what}`).toBe(wanted.destination)
  expect(got.source, `the source MAC of ${what}`).toBe(wanted.source)
  expect(got.type, `the type of ${what}`).toBe(wanted.type)
  expect(kindOf({ value: got.vlan }, 'an object'), `the VLAN of ${what}`).toBe(String(wanted.vlan))
  expect(got.ip ? 'there' : String(got.ip), `the IP header of ${what}`).toBe(wanted.ip ? 'there' : 'null')
  for (const name of IP_FIELDS)
    if (got.ip && wanted.ip) expect(got.ip[name], `the IP ${name} of ${what}`).toBe(wanted.ip[name])
  expect(portsOf(got), `the ports of ${what}`).toBe(portsOf(wanted))
  expect(dataOf(got.data), `the data of ${what}`).toBe(dataOf(wanted.data))
}

const portsOf = ({ ports }: Dissection): string => (ports ? `${ports.source} → ${ports.destination}` : String(ports))

/** Text as it is; other bytes in hex. */
function dataOf(data: unknown): string {
  if (!(data instanceof Uint8Array)) return kindOf({ value: data }, 'an object')
  const isText = data.every((byte) => byte >= 32 && byte < 127)
  const shown = isText ? JSON.stringify(String.fromCharCode(...data)) : [...data].map(hexOf).join('')
  return `${data.length} bytes ${shown}`.trim()
}

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0')
