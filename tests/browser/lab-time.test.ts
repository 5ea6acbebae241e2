import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { clock, packetEdit, region, row, runAndSay, stands, transport, undo } from './lab-page.ts'
import { LAB, PATIENCE, programOf } from './site.ts'

describeSite('time in the lab', (site) => {
  // Each test begins where the run is paused after PING and PONG.
  const visit = site.shared(LAB, { program: programOf('solution') }, async (page) => {
    await runAndSay(page, 'PING', 'PONG')
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await page.getByText('virtual, paused').waitFor()
  })

  /** What the clock shows. */
  const milliseconds = async () => Number(/[\d.]+/.exec((await clock(visit.page)).replaceAll(' ', ''))![0])

  /** Holds the packet that is selected until its sender repeats it, lets it go, and takes that back. */
  async function holdAndLetGo(said: string): Promise<void> {
    const { page } = visit
    const held = row(page, new RegExp(`✋ held.*“${said}`))
    await packetEdit(page, /^Hold/).click()
    await held.waitFor()
    await stands(page)
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await row(page, new RegExp(`‖ again.*“${said}`))
      .first()
      .waitFor()
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await held.click()
    await packetEdit(page, /^Release/).click()
    await row(page, /✋ held/).waitFor({ state: 'detached' })
    await undo(page)
  }

  test('stepping back shows the world as it was: later packets are faint, tables and topology are of that moment', async () => {
    const { page } = visit
    await transport(page).getByRole('button', { name: 'Go to the start' }).click()
    await page.getByText('virtual, earlier moment').waitFor()
    expect(await clock(page)).toMatch(/^0\.000 ms/)
    expect(await region(page, 'Packets').locator('tr.future').count()).toBeGreaterThan(6)
    await page.getByRole('tab', { name: 'Tables' }).click()
    const tables = region(page, 'World').getByRole('region', { name: 'server' })
    expect(await tables.innerText()).not.toContain('ESTABLISHED')
    await page.getByRole('tab', { name: 'World', exact: true }).click()
    for (let i = 0; i < 3; i++) await transport(page).getByRole('button', { name: 'Next packet' }).click()
    await page.getByRole('img', { name: /1 packet is in flight/ }).waitFor()
    await transport(page).getByRole('button', { name: 'Go to the latest moment' }).click()
    await page.getByText('virtual, paused').waitFor()
    expect(await region(page, 'Packets').locator('tr.future').count()).toBe(0)
  })

  test('the timeline is a slider: keys go from packet to packet, and say what happened', async () => {
    const { page } = visit
    const slider = page.getByRole('slider', { name: 'Current time' })
    await slider.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/milliseconds\. Packet 1, client to server/)
    await page.keyboard.press('End')
    await page.getByText('virtual, paused').waitFor()
  })

  test('a dropped packet is retransmitted, and the drop can be undone', async () => {
    const { page } = visit
    await row(page, /“PONG/).first().dblclick()
    await page.getByText('virtual, earlier moment').waitFor()
    await page.getByRole('toolbar', { name: 'Packet edits' }).getByRole('button', { name: /^Drop/ }).click()
    await row(page, /✕ dropped “PONG/).waitFor()
    await page.getByText('virtual, paused').waitFor()
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await row(page, /‖ again “PONG/)
      .first()
      .waitFor()
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await row(page, /✕ dropped/).waitFor({ state: 'detached' })
    await row(page, /server → client TCP \d+ “PONG/).waitFor()
  })

  test('a packet that has arrived can be edited too', async () => {
    const { page } = visit
    await row(page, /“PONG/).first().click()
    await packetEdit(page, /^Drop/).waitFor()
  })

  test('a held packet stays in place, its sender retransmits it, and it travels on when released', async () => {
    const { page } = visit
    await row(page, /server → client TCP \d+ .*“PONG/)
      .first()
      .dblclick()
    await holdAndLetGo('PONG')
  })

  // From here on the PING sent by hand is on the wire again and again: the tests edit this packet.
  const PING = /client → server TCP \d+ .*“PING/

  test('a packet sent by hand is edited: the server reads other words; undone, it never happened', async () => {
    const { page } = visit
    await row(page, PING).first().dblclick()
    await packetEdit(page, /^Edit/).click()
    const dialog = page.getByRole('dialog', { name: /^Edit packet/ })
    await dialog.getByLabel('New value').fill('QUIT\\n')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await row(page, /✎ edited.*“QUIT/).waitFor()
    await stands(page)
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await row(page, /“BYE/).waitFor()
    await undo(page)
    await row(page, /TCP \d+ “PING/).waitFor()
    expect(await row(page, /QUIT|BYE/).count()).toBe(0)
  })

  test('an edited packet that is dropped is dropped, and undo brings the edit back', async () => {
    const { page } = visit
    await row(page, PING).first().dblclick()
    await packetEdit(page, /^Edit/).click()
    const dialog = page.getByRole('dialog', { name: /^Edit packet/ })
    await dialog.getByLabel('New value').fill('QUIT\\n')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await row(page, /✎ edited.*“QUIT/).waitFor()
    await stands(page)
    await packetEdit(page, /^Drop/).click()
    await row(page, /✕ dropped.*“PING/).waitFor()
    await stands(page)
    await undo(page)
    await row(page, /✎ edited.*“QUIT/).waitFor()
    await stands(page)
    await undo(page)
    await row(page, /TCP \d+ “PING/).waitFor()
  })

  test('a payload may get another length, and a value that cannot be sent says why', async () => {
    const { page } = visit
    await row(page, PING).first().dblclick()
    await packetEdit(page, /^Edit/).click()
    const dialog = page.getByRole('dialog', { name: /^Edit packet/ })
    await dialog.getByLabel('Field').selectOption('ip.ttl')
    await dialog.getByLabel('New value').fill('300')
    await dialog.getByText('the most is 255').waitFor()
    expect(await dialog.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Field').selectOption('tcp.payload')
    await dialog.getByLabel('New value').fill('hello there\\n')
    await dialog.getByText('Sequence numbers stay.').waitFor()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await row(page, /✎ edited.*“hello there/).waitFor()
    await stands(page)
    await undo(page)
    await row(page, /TCP \d+ “PING/).waitFor()
  })

  test('held, the manual client’s host retransmits it, and it travels on when released', async () => {
    const { page } = visit
    await row(page, PING).first().dblclick()
    await holdAndLetGo('PING')
    await row(page, PING).first().dblclick()
  })

  test('the copy of a duplicated packet arrives too, and the receiver reports it', async () => {
    const { page } = visit
    await packetEdit(page, /^Duplicate/).click()
    await row(page, /copy of #\d+.*“PING/).waitFor()
    await stands(page)
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await row(page, /“PONG/).first().waitFor()
    // The second copy is outside of what the receiver waits for: it answers with SACK, which makes its ACK longer.
    await row(page, /server → client TCP 78 ACK/).waitFor()
    await undo(page)
  })

  test('a packet delayed beyond the retransmission timeout is overtaken by its own retransmission', async () => {
    const { page } = visit
    await page.getByRole('toolbar', { name: 'Packet edits' }).getByLabel('Delay, ms').fill('900')
    await packetEdit(page, /^Delay/).click()
    await page.getByRole('button', { name: /^Undo/ }).waitFor()
    await stands(page)
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await row(page, /‖ again.*“PING/)
      .first()
      .waitFor()
    await row(page, /“PONG/).first().waitFor()
    await undo(page)
  })

  test('at a slow speed virtual time takes its time', async () => {
    const { page } = visit
    const speed = transport(page).getByLabel('Speed of virtual time')
    const [begun, from] = [performance.now(), await milliseconds()]
    await speed.selectOption('0.01')
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await expect.poll(milliseconds).toBeGreaterThan(from)
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await stands(page)
    expect((await milliseconds()) - from).toBeLessThanOrEqual(0.01 * (performance.now() - begun))
    await speed.selectOption('1')
  })

  test('a new run branches off an earlier moment, and the manual client continues in it', async () => {
    const { page } = visit
    await transport(page).getByRole('button', { name: 'Previous packet' }).click()
    await page.getByText('virtual, earlier moment').waitFor()
    await page.getByRole('button', { name: 'Continue from here' }).click()
    await page.getByText('virtual, live').waitFor()
    const terminal = region(page, 'Terminal of server')
    await terminal.getByLabel('Message to the server').fill('PING')
    await page.keyboard.press('Enter')
    await expect.poll(() => terminal.locator('.manual-client').getByText('PONG').count()).toBeGreaterThan(0)
  })

  test('sliders change the link while the world runs: a longer way, and packets that are lost on it', async () => {
    const { page } = visit
    // With nothing selected the list follows new packets.
    await page.locator('.clock').click()
    await page.keyboard.press('Escape')
    await page.locator('.knob-panel summary').click()
    const sliders = page.locator('.sliders')
    await sliders.getByLabel(/^Delay/).fill('120')
    await page.getByText('120 ms each way').waitFor()
    await sliders.getByLabel(/^Loss/).fill('50')
    await sliders.getByLabel(/^Bandwidth/).fill('0')
    await sliders.getByText('64 kbit/s').waitFor()
    const say = region(page, 'Terminal of server').getByLabel('Message to the server')
    await expect
      .poll(
        async () => {
          await say.fill('PING')
          await say.press('Enter')
          return row(page, /✕ lost/).count()
        },
        { timeout: PATIENCE, interval: 500 },
      )
      .toBeGreaterThan(0)
    await sliders.getByRole('button', { name: 'Reset to default' }).click()
    await sliders.getByText('10 ms').waitFor()
    await page.locator('.knob-panel summary').click()
  })

  test('time runs to the next packet that matches the filter, and stops there', async () => {
    const { page } = visit
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await stands(page)
    await page.getByLabel('Display filter').fill('tcp.flags.fin == 1')
    await page.keyboard.press('Escape')
    const say = region(page, 'Terminal of server').getByLabel('Message to the server')
    await say.fill('QUIT')
    await say.press('Enter')
    await region(page, 'Terminal of server').getByText('> QUIT').waitFor()
    await transport(page).getByRole('button', { name: 'Next match of the filter' }).click()
    await row(page, /FIN/).first().waitFor()
    await stands(page)
    await region(page, 'Packets').locator('tr.selected', { hasText: 'FIN' }).waitFor()
  })
})
