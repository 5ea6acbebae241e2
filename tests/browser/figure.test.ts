import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { describeSite } from './describe-site.ts'
import { PATIENCE } from './site.ts'

const GALLERY = '/figures/'

/** Moves a slider by its keys, and waits until the world has run again. */
async function set(figure: Locator, label: string, keys: string[]): Promise<void> {
  const knob = figure.getByLabel(label)
  await knob.focus()
  for (const key of keys) await knob.press(key)
  await ran(figure)
}

/** The note is shown while no run is in progress. */
async function ran(figure: Locator): Promise<void> {
  await figure.getByText(/Ran in this page in \d+ ms/).waitFor()
}

/** Shows a share of the figure's time. */
function goTo(figure: Locator, share: number): Promise<void> {
  return figure.getByLabel('Current time').evaluate((element, share) => {
    const slider = element as HTMLInputElement
    slider.value = String(Number(slider.max) * share)
    slider.dispatchEvent(new Event('input', { bubbles: true }))
  }, share)
}

/** Two ports have no order: on a busy machine a world's answer may arrive before its records. Here it always does. */
function hearRecordsLate(): void {
  const own = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')!
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...own,
    set(listener: (event: MessageEvent) => void) {
      own.set!.call(this, (event: MessageEvent) => {
        const isLate = ['records', 'mark'].includes(event.data?.kind)
        if (isLate) setTimeout(() => listener.call(this, event), 500)
        else listener.call(this, event)
      })
    },
  })
}

describeSite('the figures of lessons', (site) => {
  const visit = site.shared(GALLERY)
  let page: Page
  /** A figure by its title, hydrated. */
  const figure = async (name: string): Promise<Locator> => {
    const found = page.getByRole('figure', { name, exact: true })
    await found.scrollIntoViewIfNeeded()
    await found.locator('fieldset:enabled').first().waitFor()
    return found
  }
  beforeAll(() => {
    page = visit.page
  })

  test('stand on the page before any script has run, each drawn from a recorded run', async () => {
    const html = await (await fetch(`${site.origin}${GALLERY}`)).text()
    expect(html).toMatch(/class="arrow tcp"[^>]*data-packet="3"/)
    for (const drawn of [
      'data-state="CLOSE_WAIT"',
      'class="segment again"',
      'class="tank"',
      'class="tray"',
      'class="attempt refused"',
      'class="pool-bar poisoned"',
      'class="walk-cache"',
      'class="lane"',
    ])
      expect(html).toContain(drawn)
    expect(html).toContain('aria-label="Transmission Control Protocol"')
  })

  test('a run is shown in full, although its records arrive after the last answer', async () => {
    const endOf = async (page: Page) => {
      const ladder = page.getByRole('figure', { name: 'One line there, one line back', exact: true })
      await ladder.scrollIntoViewIfNeeded()
      await ladder.locator('fieldset:enabled').first().waitFor()
      await set(ladder, 'Loss', ['ArrowRight'])
      return ladder.getByText(/ of [\d.]+ ms/).innerText()
    }
    const late = await site.visit(GALLERY)
    await late.page.addInitScript(hearRecordsLate)
    await late.page.reload()
    expect(await endOf(late.page)).toBe(await endOf(page))
  })

  test('a ladder falls further when the delay is raised, loses packets with loss, and another seed loses others', async () => {
    const ladder = await figure('One line there, one line back')
    const fallOfSyn = () =>
      ladder
        .locator('.arrow[data-packet="3"] .reach')
        .evaluate((line) => Number(line.getAttribute('y2')) - Number(line.getAttribute('y1')))
    const before = await fallOfSyn()
    await set(ladder, 'Delay, one way', ['ArrowRight'])
    await expect.poll(fallOfSyn).toBeGreaterThan(before * 1.8)
    await set(ladder, 'Loss', ['End'])
    await ladder.locator('.arrow .death').first().waitFor()
    const seen = new Set([await ladder.locator('.arrow').count()])
    const tryOtherLuck = async () => {
      await ladder.getByRole('button', { name: 'New seed' }).click()
      await ran(ladder)
      return seen.add(await ladder.locator('.arrow').count()).size
    }
    await expect.poll(tryOtherLuck).toBeGreaterThan(1)
  })

  test('any moment can be shown: later packets are faint; the table has the same data as the ladder', async () => {
    const ladder = await figure('One line there, one line back')
    const packets = await ladder.locator('.arrow').count()
    await ladder.getByLabel('Current time').press('Home')
    await expect.poll(() => ladder.locator('.arrow.future').count()).toBe(packets)
    await ladder.getByRole('button', { name: 'As table' }).click()
    expect(await ladder.getByRole('row').count()).toBe(packets + 1)
    await ladder.getByRole('button', { name: 'As drawing' }).click()
  })

  test('the state diagram moves its tokens with the moment, and a switch of the program changes their path', async () => {
    const states = await figure('One side ends, the other still answers')
    const diagram = states.getByRole('img', { name: /States of both ends/ })
    await expect.poll(() => diagram.getAttribute('aria-label')).toContain('client FIN_WAIT_1, server CLOSE_WAIT')
    await states.getByRole('button', { name: /server.*SYN-RECEIVED → ESTABLISHED/ }).click()
    await expect.poll(() => diagram.getAttribute('aria-label')).toContain('server ESTABLISHED')
    await states.getByText('heard 9').waitFor({ state: 'detached' })
    await states.getByLabel('allowHalfOpen').uncheck()
    // The line is not there at the moment shown. Only when the world has run again does its absence say something.
    await states.getByText(/Ran in this page in \d+ ms/).waitFor()
    await states.getByText('heard 9').waitFor({ state: 'detached' })
  })

  test('with reduced motion, playback steps from packet to packet, and tokens jump', async () => {
    const ladder = await figure('One line there, one line back')
    const moment = ladder.getByLabel('Current time')
    const stops = [await moment.inputValue(), '0']
    await moment.press('Home')
    for (let sent = 1; sent <= (await ladder.locator('.arrow').count()); sent++) {
      await ladder.getByRole('button', { name: 'Next packet' }).click()
      await expect.poll(() => ladder.locator('.arrow:not(.future)').count()).toBeGreaterThanOrEqual(sent)
      stops.push(await moment.inputValue())
    }
    await moment.press('Home')
    await ladder.getByRole('button', { name: 'Play', exact: true }).click()
    const seen = new Set<string>()
    const look = async () => seen.add(await moment.inputValue()).size
    await expect.poll(look, { interval: 20 }).toBeGreaterThan(1)
    expect(stops).toEqual(expect.arrayContaining([...seen]))
    await moment.press('Home')
    const slides = (on: Page) =>
      on
        .locator('.states .token')
        .first()
        .evaluate((token) => Number.parseFloat(getComputedStyle(token).transitionDuration))
    await expect.poll(() => slides(page)).toBe(0)
    const moving = await site.visit(GALLERY, { moves: true })
    await expect.poll(() => slides(moving.page)).toBeGreaterThan(0)
  })

  test('the sequence plot shows lost and retransmitted segments, and none without loss', async () => {
    const plot = await figure('A transfer over a link that loses packets')
    expect(await plot.locator('.plot:not(.key) .segment.lost').count()).toBeGreaterThan(0)
    expect(await plot.locator('.plot:not(.key) .segment.again').count()).toBeGreaterThan(0)
    await set(plot, 'Loss', ['Home'])
    await expect.poll(() => plot.locator('.segment.lost').count()).toBe(0)
    await expect.poll(() => plot.locator('.segment.again').count()).toBe(0)
  })

  test('the tanks show the window closed while the reader pauses, and open again later', async () => {
    const tanks = await figure('A reader that takes its time')
    const unread = tanks.locator('.tank').nth(1).locator('dd').first()
    const rests = await unread.innerText()
    expect(Number(rests.replace(/\D/g, ''))).toBeGreaterThan(60_000)
    const window = await tanks.locator('.tank').nth(1).locator('dd').nth(1).innerText()
    expect(Number(window.replace(/\D/g, ''))).toBeLessThan(4_000)
    await goTo(tanks, 1)
    await expect.poll(() => unread.innerText()).toMatch(/^0 B$/)
  })

  test('the queue drops less when it has more room', async () => {
    const queue = await figure('Two fast links and a slow one between them')
    const dropped = async () => Number(/(\d+) dropped/.exec(await queue.locator('.signs').innerText())?.[1])
    expect(await dropped()).toBeGreaterThan(0)
    await set(queue, 'Queue limit', ['End'])
    await expect.poll(dropped).toBe(0)
  })

  test('in the raster, fifty clients try again at once, and at different times with jitter', async () => {
    const raster = await figure('Fifty clients try again')
    const signs = async (text: RegExp) => Number(text.exec(await raster.locator('.signs').innerText())?.[1])
    const total = raster.locator('g[data-packet]')
    expect(await total.count()).toBeGreaterThan(300)
    expect(await signs(/too late: (\d+)/)).toBeGreaterThan(50)
    await raster.getByLabel('Draw each pause at random').check()
    await ran(raster)
    await expect.poll(() => signs(/too late: (\d+)/)).toBe(0)
    expect(await signs(/\banswered: (\d+)/)).toBe(50)
    await raster.getByLabel('Current time').press('Home')
    await expect.poll(() => signs(/refused: (\d+)/)).toBe(0)
  })

  test('on the pool board, a connection is poisoned until it is closed, and a larger pool lets nobody wait', async () => {
    const board = await figure('Six callers share a pool')
    const drawing = board.getByRole('img', { name: /of a pool did over time/ })
    await expect.poll(() => drawing.getAttribute('aria-label')).toContain('1 poisoned, at most 3 callers waiting')
    await board.getByText('States as text').press('Enter')
    await board.getByRole('button', { name: /^poisoned \(a caller left/ }).press('Enter')
    await board.getByText('poisoned: 1').waitFor()
    await board.getByLabel('Close the connection on a timeout').check()
    await ran(board)
    await expect.poll(() => drawing.getAttribute('aria-label')).toContain('0 poisoned')
    await set(board, 'Connections, at most', ['ArrowRight'])
    await expect.poll(() => drawing.getAttribute('aria-label')).toContain('at most 0 callers waiting')
  })

  test('a second question to a resolver starts where its cache still leads', async () => {
    const walk = await figure('A cache that ages')
    const asked = walk.locator('.walks > li').nth(1).locator('li.asked .walk-zone')
    expect(await asked.allInnerTexts()).toEqual(['example.test'])
    await walk.getByLabel('Current time').press('Home')
    await expect.poll(() => walk.locator('.walk-cache').innerText()).toContain('Nothing yet')
    await set(walk, 'Seconds between the questions', ['End'])
    await walk.getByLabel('Current time').press('End')
    await expect.poll(() => asked.allInnerTexts()).toEqual(['test', 'example.test'])
  })

  test('in a race the program without Nagle wins, and a knob changes both', async () => {
    const race = await figure('A header, then a body, then wait for the answer')
    const finish = async (lane: number) =>
      Number(/([\d.]+) ms/.exec(await race.locator('.lane h3 span').nth(lane).innerText())?.[1])
    const [nagle, noDelay] = [await finish(0), await finish(1)]
    expect(noDelay).toBeLessThan(nagle)
    await race.getByLabel('Delay, one way').press('ArrowRight')
    await expect.poll(() => finish(0)).toBeGreaterThan(nagle)
    await expect.poll(() => finish(1)).toBeGreaterThan(noDelay)
    // At their start neither has anything to show yet.
    await goTo(race, 0)
    await expect.poll(() => race.locator('.arrow:not(.future)').count()).toBeLessThan(3)
    expect(await violations(page)).toEqual([])
  })

  test('a heat map shows which variant is faster where, and its worlds run in the page, one after another', async () => {
    const { page } = await site.visit(GALLERY)
    const map = page.getByRole('figure', {
      name: 'Six questions over one connection, or each over its own',
      exact: true,
    })
    await map.scrollIntoViewIfNeeded()
    await map.locator('fieldset:enabled').first().waitFor()
    const cells = () => map.locator('td').allInnerTexts()
    const recorded = await cells()
    expect(recorded).toHaveLength(16)
    // Far away six at once save round trips; on a slow and short way their answers queue up, and are sent again for nothing.
    expect(recorded[15]).toMatch(/Six at once is faster\s2\.6×/)
    expect(recorded[0]).toMatch(/One connection is faster\s2\.2×/)
    await map.getByRole('button', { name: 'Run all here' }).click()
    await expect.poll(async () => (await cells())[15]).toBe('…')
    await expect.poll(async () => (await cells())[0], { timeout: PATIENCE }).toMatch(/is faster/)
  })

  test('a field lights its bytes and a byte its field', async () => {
    const bytes = await figure('Three writes')
    await bytes.getByRole('button', { name: /Destination Port/ }).click()
    expect(await bytes.locator('.hex-bytes i.on').allInnerTexts()).toEqual(['23', '28'])
    await bytes.getByText('tcp.dstport').waitFor()
    for (const _ of '12') await bytes.locator('.hex-bytes').press('ArrowRight')
    await bytes.getByText('tcp.seq_raw').waitFor()
  })

  test('no request was refused, and none went to another site', () => {
    expect(visit.troubles).toEqual([])
  })
})

describeSite('predictions and explanations', (site) => {
  const visit = site.shared(GALLERY)
  let page: Page
  beforeAll(() => {
    page = visit.page
  })

  test('an order is committed before anything is shown; then the run is drawn with the prediction over it', async () => {
    const predict = page.locator('.predict', { hasText: 'in which order' })
    await predict.scrollIntoViewIfNeeded()
    await predict.locator('fieldset:enabled').first().waitFor()
    await predict.getByText('Nothing has run yet.').waitFor()
    expect(await predict.locator('.arrow').count()).toBe(0)
    const pool = predict.getByRole('group', { name: 'Packets to choose from' })
    for (const card of [
      'client → server: SYN',
      'server → client: FIN',
      'client → server: ACK',
      'client → server: “hello\\n”',
    ])
      await pool.getByRole('button', { name: card, exact: true }).click()
    await predict.getByRole('button', { name: 'Commit and run' }).click()
    await predict.getByText('3 of 4 packets in the right place').waitFor()
    await predict.locator('.ghost', { hasText: 'you said: FIN' }).waitFor()
    expect(await predict.locator('.ghost').count()).toBe(1)
    expect(await predict.locator('.arrow').count()).toBeGreaterThan(4)
  })

  test('a predicted time is drawn where it was predicted, and the true one comes from the run', async () => {
    const predict = page.locator('.predict', { hasText: 'How long after the SYN' })
    await predict.scrollIntoViewIfNeeded()
    await predict.locator('fieldset:enabled').first().waitFor()
    await predict.getByRole('spinbutton', { name: 'Your guess' }).fill('120')
    await predict.getByRole('button', { name: 'Commit and run' }).click()
    await predict.getByText(/The run took 24\d\.\d ms/).waitFor()
    await predict.locator('.ghost', { hasText: 'you said: 120 ms' }).waitFor()
  })

  test('confidence is stored, whether right or wrong', async () => {
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('ackademy:progress') ?? '{}').predictions)
    expect(kept).toMatchObject([
      { id: 'gallery-order', said: expect.any(Array), sure: 70, isRight: false },
      { id: 'gallery-time', said: ['120'], sure: 70, isRight: false },
    ])
  })

  test('a wrong explanation leads to the packet that disproves it, a right one ends the question', async () => {
    const explain = page.locator('form', { hasText: 'What tells the client' })
    await explain.scrollIntoViewIfNeeded()
    await explain.getByLabel('The answer to its ARP request.').check()
    await explain.getByRole('button', { name: 'Answer' }).click()
    await explain.getByText('✕ Not this').waitFor()
    await explain.getByRole('button', { name: 'Show packet 2' }).click()
    await page.locator('#figure-handshake .arrow.selected[data-packet="2"]').waitFor()
    await explain.getByLabel('The SYN-ACK.').check()
    await explain.getByRole('button', { name: 'Answer again' }).click()
    await explain.getByText('✓ Right').waitFor()
    expect(await explain.getByRole('button', { name: /Answer/ }).count()).toBe(0)
  })

  test('returning visitors see their answers, each over its run, and can answer again', async () => {
    await page.reload()
    const order = page.locator('.predict', { hasText: 'in which order' })
    await order.scrollIntoViewIfNeeded()
    await order.getByText('3 of 4 packets in the right place').waitFor()
    await order.locator('.ghost', { hasText: 'you said: FIN' }).waitFor()
    const time = page.locator('.predict', { hasText: 'How long after the SYN' })
    await time.scrollIntoViewIfNeeded()
    await time.locator('.ghost', { hasText: 'you said: 120 ms' }).waitFor()
    await time.getByRole('button', { name: 'Answer again' }).click()
    await time.getByText('Nothing has run yet.').waitFor()
  })
})
