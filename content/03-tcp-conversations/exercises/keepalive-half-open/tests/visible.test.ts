import { expect } from 'ackademy/lab'
import { ends, firstLine, gaveUp, heartbeat, keepalive, printed, untilDead } from './setup.ts'

keepalive(
  'v1 the kernel notices a power failure',
  { waits: gaveUp.keepalive + 600, needs: ['power'] },
  async ({ lab, server, detector }) => {
    await server.powerOff()
    const { took } = await lab.clock.time(() =>
      expect(detector.line({ within: gaveUp.keepalive + 500 }), firstLine).toBe('DEAD'),
    )
    expect(took, untilDead).toBeGreaterThan(0.9 * gaveUp.keepalive)
    await expect(detector.exited(), ends).toHappen()
    expect((await detector.output()).stdout, printed).toBe('DEAD\n')
  },
)

heartbeat(
  'v2 the program notices it sooner',
  { waits: gaveUp.heartbeat + 600, needs: ['power'] },
  async ({ lab, server, detector }) => {
    await server.powerOff()
    const { took } = await lab.clock.time(() =>
      expect(detector.line({ within: gaveUp.heartbeat + 500 }), firstLine).toBe('DEAD'),
    )
    expect(took, untilDead).toBeGreaterThan(0.9 * gaveUp.heartbeat)
    expect(took, untilDead.about).toBeWithin(gaveUp.heartbeat + 40)
  },
)
