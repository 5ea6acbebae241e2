import { expect, test } from 'vitest'
import { RealTime } from './real-time.ts'

test('the world goes on by as much as real time has passed, and no more', async () => {
  const began = performance.now()
  const time = new RealTime()
  let world = 0
  while (world < 40) world += await time.next()
  const passed = performance.now() - began
  expect(passed).toBeGreaterThanOrEqual(world)
  expect(passed - world).toBeLessThan(passed / 2)
})
