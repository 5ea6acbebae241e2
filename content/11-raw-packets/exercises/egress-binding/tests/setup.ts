import { expect, labTest } from 'ackademy/lab'
import type { Outcome } from './contract.ts'

export const SERVER = '203.0.113.80'
export const PORT = 80

/** The learner's `egress.ts` loaded on the host with two providers; a web server and a time server far away. */
export const test = labTest(async (lab) => {
  const host = lab.host('host')
  const server = lab.host('server')
  await server.listen(PORT)
  const from = (iface: string, filter: string) => lab.capture(filter, { on: `host:${iface}` })
  const egress = await host.load<typeof import('./contract.ts')>('egress.ts')
  return {
    host,
    server,
    egress,
    via: (device: string, port = PORT) => outcomeOf(egress.connectVia(device, SERVER, port), `connectVia ${device}`),
    fromAddress: (local: string, timeoutMs?: number) =>
      outcomeOf(egress.connectFrom(local, SERVER, PORT, timeoutMs), `connectFrom ${local}`),
    /** Sources of connections begun by an interface. */
    sources: async (iface: string) => {
      const syns = await from(iface, `tcp.flags.syn == 1 && tcp.flags.ack == 0 && ip.dst == ${SERVER}`).all()
      return syns.map((packet) => packet.ip!.src)
    },
  }
})

/** What a call returns, once it is known to be an outcome. */
async function outcomeOf(call: Promise<Outcome>, what: string): Promise<Outcome> {
  const outcome = await expect(call, what).toHappen()
  expect(typeof outcome === 'object' && outcome !== null, `${what} returns an object`).toBe(true)
  return outcome
}
