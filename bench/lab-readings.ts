/** What benches read from a lab page in Chromium: the packets it lists, the frames it draws, and what its thread spends. */
import type { CDPSession, Page } from 'playwright-core'

/** What the page's thread has done so far, in milliseconds of the processor, and the bytes of its heap that are in use. */
export async function spent(debugging: CDPSession): Promise<{ thread: number; heap: number }> {
  const { metrics } = await debugging.send('Performance.getMetrics')
  const value = (name: string) => metrics.find((metric) => metric.name === name)!.value
  return { thread: value('TaskDuration') * 1000, heap: value('JSHeapUsedSize') }
}

export async function debug(page: Page): Promise<CDPSession> {
  const debugging = await page.context().newCDPSession(page)
  await debugging.send('Performance.enable', { timeDomain: 'threadTicks' })
  return debugging
}

/** Returns the number of packets that the page lists. */
export const listed = (page: Page): Promise<number> =>
  page.locator('.packets-pane .count').evaluate((element) => Number(element.textContent!.match(/\d+/)![0]))

/** Returns the real times between frames, in milliseconds, over `watched` milliseconds. */
export const frameGaps = (page: Page, watched: number): Promise<number[]> =>
  page.evaluate(
    (watched) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = []
        const draw = (now: number) => {
          times.push(now)
          if (now - times[0]! < watched) requestAnimationFrame(draw)
          else resolve(times.slice(1).map((time, i) => time - times[i]!))
        }
        requestAnimationFrame(draw)
      }),
    watched,
  )
