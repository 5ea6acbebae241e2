import { expect, type Lab, LabError, labTest, type TcpPeer, times, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

/** The test is the service: `question` gives the next connection and the line on it. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').listen(params.port)
  const { Service } = await lab.host('client').load<typeof import('./contract.ts')>('service.ts')
  const service = await Service.create('server', params.port)
  const question = async (what: string, within = 100) => {
    const peer = await expect(server.accept({ within }), `the connection for ${what}`).toHappen()
    return { peer, line: await expect(peer.line(), what).toHappen() }
  }
  /** Asks as many questions as may be asked at once, and answers none. */
  const hang = async (): Promise<TcpPeer[]> => {
    const outcomes = times(params.most, (n) => outcomeOf(service.ask(`hang ${n + 1}`)))
    const peers: TcpPeer[] = []
    for (const n of outcomes.keys()) peers.push((await question(`unanswered question ${n + 1}`)).peer)
    const all = Promise.all(outcomes).then((texts) => texts.join(', '))
    const expected = outcomes.map(() => 'an error').join(', ')
    await expect(all, 'what the unanswered questions came to').toBe(expected)
    return peers
  }
  return { service, question, hang }
})

/** Outcome of a call: the answer, or `an error`. */
export const outcomeOf = (call: Promise<string>): Promise<string> =>
  call.then(
    (answer) => toldApart(answer, /^(an error|no result)/),
    (thrown) => (thrown instanceof LabError ? `no result (${thrown.code})` : 'an error'),
  )

/** SYNs from the client. */
export const opened = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.flags.syn == 1`, { on: 'client:eth0' })

/** Questions from the client. */
export const asked = (lab: Lab) => lab.capture(`tcp.dstport == ${params.port} && tcp.len > 0`, { on: 'client:eth0' })

/** A FIN or RST from the client on the connection of that peer. */
export const closed = (lab: Lab, { remote }: TcpPeer) =>
  lab.capture(`tcp.srcport == ${remote.port} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`, {
    on: 'client:eth0',
    as: 'a FIN or RST from your program',
  })
