import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** Milliseconds after the last packet at which each way gives up; of the kernel's ten probes, a second apart, each is waited for. */
export const gaveUp = {
  keepalive: 1000 * (params.idle + 10),
  heartbeat: 1000 * (params.heartbeat + params.patience),
}

/** The learner's detector, connected to a server that answers each PING. */
const detecting = (how: 'keepalive' | 'heartbeat') =>
  labTest(async (lab) => {
    const [client, server] = [lab.host('client'), lab.host('server')]
    const args = [params.port, 200 * params.heartbeat]
    const program = await server.run('tests:answers.ts', { args, listens: params.port })
    const detector = await client.run('detector.ts', { args: ['server', params.port, how] })
    await lab.capture('ip.src == 10.0.9.1 && tcp.flags.syn == 0', { as: "your detector's connection" }).next()
    await lab.settle()
    return { server, program, detector }
  })

export const keepalive = detecting('keepalive')
export const heartbeat = detecting('heartbeat')

/** The test is the server, and no detector has been started yet. */
export const waiting = labTest(async (lab) => ({
  listener: await lab.host('server').listen(params.port),
  detect: (how: 'keepalive' | 'heartbeat') =>
    lab.host('client').run('detector.ts', { args: ['server', params.port, how] }),
}))

/** The test is the server, and controls it by hand. */
export const byHand = labTest(async (lab) => {
  const listener = await lab.host('server').listen(params.port)
  const detector = await lab.host('client').run('detector.ts', { args: ['server', params.port, 'heartbeat'] })
  return { detector, peer: await expect(listener.accept(), "your detector's connection").toHappen() }
})

/** Output of the client's program. */
export const said = 'ip.src == 10.0.9.1 && tcp.len > 1'

/** Labels that several tests share. */
export const firstLine = 'the first line that your detector printed'
export const printed = 'what your detector printed'
export const status = 'the exit status of your detector'
export const ends = { about: 'the end of your detector', say: 'Your detector is still running.' }
export const untilDead = { about: 'the time until DEAD was printed', unit: 'ms' }
