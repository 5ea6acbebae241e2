import { expect } from 'ackademy/lab'
import { gaveUp, heartbeat, keepalive } from './setup.ts'

keepalive(
  'v1 the kernel notices a power failure',
  { waits: gaveUp.keepalive + 600, needs: ['power'] },
  async ({ lab, server, detector }) => {
    await server.powerOff()
    const { took, value } = await lab.clock.time(() => detector.line({ within: gaveUp.keepalive + 500 }))
    expect(value, 'the first line that was printed').toBe('DEAD')
    expect(took, 'the time in milliseconds until DEAD was printed').toBeGreaterThan(0.9 * gaveUp.keepalive)
    await detector.exited()
    expect((await detector.output()).stdout, 'all that was printed').toBe('DEAD\n')
  },
)

heartbeat(
  'v2 the program notices it sooner',
  { waits: gaveUp.heartbeat + 600, needs: ['power'] },
  async ({ lab, server, detector }) => {
    await server.powerOff()
    const { took, value } = await lab.clock.time(() => detector.line({ within: gaveUp.heartbeat + 500 }))
    expect(value, 'the first line that was printed').toBe('DEAD')
    expect(took, 'the time in milliseconds until DEAD was printed').toBeGreaterThan(0.9 * gaveUp.heartbeat)
    expect(took, 'the time until DEAD was printed').toBeWithin(gaveUp.heartbeat + 40)
  },
)
