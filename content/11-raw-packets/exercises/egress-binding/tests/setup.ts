import { labTest } from 'ackademy/lab'

export const SERVER = '203.0.113.80'
export const PORT = 80

/** The learner's `egress.ts` loaded on the host with two providers; a web server and a time server far away. */
export const test = labTest(async (lab) => {
  const host = lab.host('host')
  const server = lab.host('server')
  await server.listen(PORT)
  const from = (iface: string, filter: string) => lab.capture(filter, { on: `host:${iface}` })
  return {
    host,
    server,
    egress: await host.load<typeof import('./contract.ts')>('egress.ts'),
    /** Connections begun by an interface. */
    syns: (iface: string) => from(iface, `tcp.flags.syn == 1 && tcp.flags.ack == 0 && ip.dst == ${SERVER}`),
  }
})
