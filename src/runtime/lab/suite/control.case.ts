import { expect } from 'vitest'
import type { Lab } from '../api/index.ts'
import { failureOf, type SpecGroup } from './spec.fixture.ts'

async function conversation(lab: Lab) {
  const listener = await lab.host('server').listen(9000)
  const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
  return { client, server }
}

const events = (lab: Lab) => lab.clock.step().then(({ events }) => events)

/** Operations that need a world that can pause; other worlds must refuse each of them. */
export const controlSpecs: SpecGroup = (spec) => {
  spec('a world of real kernels says that it cannot stand still', {}, async ({ lab }) => {
    const attempts = [
      () => lab.clock.pause(),
      () => lab.clock.step(),
      () => lab.clock.untilMatch('tcp'),
      () => lab.recipe(),
    ]
    if (lab.capabilities.has('control')) return
    for (const attempt of attempts) expect(await failureOf(attempt())).toMatchObject({ code: 'NOT_SUPPORTED' })
  })

  spec('a step is one event, or so many', {}, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    const { client } = await conversation(lab)
    await client.send(['one', 'two', 'three', 'four'])
    const before = await events(lab)
    expect(await events(lab)).toBe(before + 1)
    expect(await lab.clock.step({ events: 3 })).toMatchObject({ events: before + 4, idle: false })
  })

  spec('a step of packets ends where the next one is sent or arrives', {}, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    const { client } = await conversation(lab)
    await lab.clock.advance('1s')
    const capture = lab.capture('tcp.len > 0', { since: 'now' })
    await client.send('hello')
    const sent = lab.clock.now
    const steps = []
    for (let i = 0; i < 2; i++) {
      await lab.clock.step({ packets: 1 })
      const [data] = await capture.all()
      steps.push([data?.fate, data?.at, lab.clock.now > sent])
    }
    expect(steps).toEqual([
      ['under way', sent, false],
      ['delivered', sent, true],
    ])
  })

  spec('a step ends where nothing more happens, and no time passes for it', {}, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    await lab.clock.advance('3s')
    expect(await lab.clock.step({ packets: 5 })).toMatchObject({ idle: true, at: 3000 })
    expect(lab.clock.now).toBe(3000)
  })

  spec('untilMatch stands where the next match is sent', {}, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    const { client, server } = await conversation(lab)
    await client.send('hello')
    const received = server.bytes(5)
    const packet = await lab.clock.untilMatch('tcp.flags.ack == 1 && tcp.srcport == 9000')
    expect([packet.from, packet.at]).toEqual(['server:eth0', lab.clock.now])
    expect(await lab.capture().count()).toBe(packet.number)
    expect(Buffer.from(await received).toString()).toBe('hello')
    const none = await failureOf(lab.clock.untilMatch('udp'))
    expect(none).toMatchObject({ code: 'TIMEOUT' })
    expect(await failureOf(lab.clock.untilMatch('tcp.'))).toMatchObject({ code: 'MISUSE' })
  })

  spec('a pause holds what waits, not who looks or acts; steps go on; then it resumes', {}, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    const { client, server } = await conversation(lab)
    await lab.clock.pause()
    const held = lab.clock.now
    let isRead = false
    const received = server.bytes(5).then((bytes) => {
      isRead = true
      return bytes
    })
    await client.send('hello')
    expect((await lab.host('server').sockets()).some(({ state }) => state === 'ESTABLISHED')).toBe(true)
    expect([isRead, lab.clock.now]).toEqual([false, held])
    await lab.clock.step({ packets: 1 })
    await lab.clock.step({ packets: 1 })
    expect([isRead, lab.clock.now > held]).toEqual([true, true])
    const ended = server.expectEnd()
    await client.end()
    await lab.clock.resume()
    await ended
    expect(Buffer.from(await received).toString()).toBe('hello')
  })

  const endless = {
    'endless.ts': "import { setTimeout as sleep } from 'node:timers/promises'\nfor (let i = 0; ; i++) await sleep(1)\n",
  }
  spec('a pause comes through in the middle of a wait', { submission: endless }, async ({ lab }) => {
    if (!lab.capabilities.has('control')) return
    await lab.host('server').run('endless.ts')
    const long = lab.clock.advance('30min')
    await lab.clock.advance('1ms')
    await new Promise((resolve) => setTimeout(resolve, 5))
    await lab.clock.pause()
    const held = lab.clock.now
    expect(held).toBeLessThan(30 * 60_000)
    expect((await lab.clock.step()).at).toBeGreaterThanOrEqual(held)
    void long
  })
}
