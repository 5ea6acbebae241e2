import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const listening = {
  about: 'your server, listening',
  say: `Your program was started, but did not listen on port ${params.port}.`,
}

export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, listening).toHappen()
  const connecting = lab.host('client').connect('server', params.port)
  return { server, client: await expect(connecting, 'the connection').toHappen() }
})

/** What the server sends when it closes a connection by itself. */
export const cutOff = 'ip.src == 10.0.9.2 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'

/** A permitted pause between two bytes. */
export const rest = 0.6 * params.idleMs

/** Pause between two bytes: shorter than the idle timeout, and the deadline falls into the middle of one. */
export const drip = Math.round(params.requestMs / (Math.ceil(params.requestMs / params.idleMs) + 0.5))
