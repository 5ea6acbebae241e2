import { expect, type Lab, labTest, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

/** The test is the server: a link of the learner's, and its connection. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').listen(params.port)
  const { Link } = await lab.host('client').load<typeof import('./contract.ts')>('link.ts')
  const { quietMs, pongMs } = params
  const link = await Link.create({ host: 'server', port: params.port, quietMs, pongMs })
  const peer = await expect(server.accept(), 'a connection from your program').toHappen()
  return { link, peer }
})

/** The FIN or RST with which the program closes its connection. */
export const closing = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`, {
    on: 'client:eth0',
    as: 'a FIN or RST from your program',
  })

/** Pings that left the client. */
export const pings = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.payload[0:5] == "ping "`, { on: 'client:eth0', as: 'a ping' })

/** An answer, or `an error`. */
export const outcomeOf = (asked: Promise<string>): Promise<string> =>
  asked.then(
    (answer) => toldApart(answer, /^(an error|still waiting)$/),
    () => 'an error',
  )

/** The same within so long, or `still waiting`. */
export const outcomeWithin = (lab: Lab, outcome: Promise<string>, ms: number): Promise<string> =>
  Promise.race([outcome, lab.clock.advance(ms).then(() => 'still waiting')])
