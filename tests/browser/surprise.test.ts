/** Surprise in the page: worked by keyboard alone, told right from wrong, and silent about the fault until the end. */
import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { loadedScenarios } from '#labs/publishing/index.ts'
import { strings } from '#strings'
import { violations } from './axe.ts'
import { describeSite } from './describe-site.ts'
import { region } from './lab-page.ts'
import { PATIENCE } from './site.ts'

vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: PATIENCE })

/** Seed 1 hides: the firewall drops connections to port 80. Packet 13 is the first SYN of the user. */
const SHOP = '/surprise/shop-unreachable/?seed=1'
/** Seed 1 hides: the link between r1 and r2 loses most packets. */
const LOSSY = '/surprise/report-hangs/?seed=1'

const command = (page: Page, host: string) => page.getByLabel(`Command on ${host}`)
const isReady = (page: Page) => page.locator('.surprise-tools input:enabled').waitFor()

/** Goes to an element as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`120 tabs did not lead to ${target}`)
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** What the page has, said or unsaid, that tells this fault from the others. */
async function givenAway(page: Page, id: string): Promise<string[]> {
  const html = await page.evaluate(() => {
    const copy = document.createElement('textarea')
    copy.innerHTML = document.documentElement.outerHTML + JSON.stringify({ ...localStorage })
    return copy.value
  })
  const { faults } = loadedScenarios().find((scenario) => scenario.id === id)!
  const said = faults.flatMap(({ because, proof, never, disproof }) => [
    because,
    ...[...proof, ...never, ...disproof].flatMap(({ says, filter }) => [says, filter]),
  ])
  const { delivered: _, 'under way': __, 'not sent': ___, ...fates } = strings.fates
  const tags = Object.values(strings.fateTags).filter((tag) => tag.startsWith('✕'))
  const counts = new Set(faults.map(({ name }) => html.split(name).length))
  return [
    ...[...said, ...Object.values(fates), ...tags].filter((text) => html.includes(text)),
    ...(counts.size > 1 ? ['one fault is named more often than the others'] : []),
  ]
}

describeSite('Surprise', (site) => {
  test('is solved by keyboard alone, and kept on this device', async () => {
    const { page, troubles } = await site.visit(SHOP)
    await isReady(page)
    expect(await givenAway(page, 'shop-unreachable')).toEqual([])

    await tabTo(page, command(page, 'user'))
    await page.keyboard.type('nc -zv -w 2 web 80')
    await press(page, 'Enter')
    await page.getByText('port 80 (tcp) timed out: Operation now in progress').waitFor()
    await press(page, 'ArrowUp')
    expect(await command(page, 'user').inputValue()).toBe('nc -zv -w 2 web 80')
    await press(page, 'ArrowDown')
    expect(await command(page, 'user').inputValue()).toBe('')

    const packets = region(page, 'Captured packets')
    await tabTo(page, packets.getByRole('group', { name: strings.packets.caption }))
    await press(page, 'Home', ...Array.from({ length: 12 }, () => 'ArrowDown'), 'Enter')
    expect(await packets.getByRole('row', { name: /evidence/ }).innerText()).toContain('SYN')
    expect(await givenAway(page, 'shop-unreachable')).toEqual([])

    const diagnosis = page.getByRole('form', { name: 'Diagnosis' })
    await tabTo(page, diagnosis.getByRole('radio').first())
    await press(page, 'ArrowDown', 'ArrowDown')
    await tabTo(page, diagnosis.getByRole('button', { name: 'Check diagnosis' }))
    await press(page, 'Enter')
    await diagnosis.getByText('Right: The firewall drops connections to port 80 of the web server.').waitFor()
    await diagnosis.getByText('Your packets prove it.').waitFor()

    const repair = page.getByRole('form', { name: 'Repair' })
    await tabTo(page, repair.getByRole('radio').first())
    await press(page, 'ArrowDown', 'ArrowDown')
    await tabTo(page, repair.getByRole('button', { name: /^Apply/ }))
    await press(page, 'Enter')
    await repair.getByText('Mended. With this change the client succeeds:').waitFor()
    expect(await repair.locator('.attempt').innerText()).toBe('welcome')

    const result = region(page, 'Result')
    await result.getByRole('heading', { name: 'Solved: 6 of 6 points' }).waitFor()
    await result.getByText('A firewall that drops sends no word back').waitFor()
    await result.getByText('Packet 13: the user’s SYN'.replace('’', "'")).waitFor()
    expect(await result.getByRole('link', { name: /^Next: / }).getAttribute('href')).toMatch(/\/surprise\/[\w-]+\/$/)

    // Now the same search finds what it looked for in vain before.
    expect(await givenAway(page, 'shop-unreachable')).toContain('one fault is named more often than the others')

    await page.goto(`${site.origin}/surprise/`)
    await page.getByText('✓ Solved, 6 of 6 points').waitFor()
    await page.getByText('1 of 6 solved on this device').waitFor()
    expect(troubles).toEqual([])
  })

  test('answers a wrong name with a packet that speaks against it, and takes no points for a fault that it shows', async () => {
    const { page } = await site.visit(SHOP)
    await isReady(page)
    const diagnosis = page.getByRole('form', { name: 'Diagnosis' })
    await diagnosis.getByRole('button', { name: 'Check diagnosis' }).click()
    await diagnosis.getByText('Choose what is broken first.').waitFor()
    await diagnosis.getByRole('radio', { name: 'The DNS record of shop.lab.test has a wrong address' }).check()
    await diagnosis.getByRole('button', { name: 'Check diagnosis' }).click()
    await diagnosis.getByText('That is not the fault.').waitFor()
    await diagnosis.getByRole('button', { name: /^Packet 9 speaks against it: the DNS server answers/ }).click()
    await page.getByRole('region', { name: 'Packet 9' }).waitFor()

    const repair = page.getByRole('form', { name: 'Repair' })
    await repair.getByRole('radio').first().check()
    await repair.getByRole('button', { name: /^Apply/ }).click()
    await repair.getByText('Not mended. With this change the client still fails:').waitFor()

    const help = region(page, 'Hints')
    await help.getByRole('button', { name: /^Show a hint/ }).click()
    await help.getByText('Follow the request').waitFor()
    await help.getByText('Give up').click()
    await help.getByRole('button', { name: 'Show the fault' }).click()
    const result = region(page, 'Result')
    await result.getByRole('heading', { name: 'Given up: 0 of 6 points' }).waitFor()
    await result.getByText('The fault: The firewall drops connections to port 80 of the web server.').waitFor()
    await page.goto(`${site.origin}/surprise/`)
    await page.getByText('0 of 6 solved on this device').waitFor()
  })

  test('shows what became of frames only at the end; until then a capture at their receiver lacks the lost ones', async () => {
    const { page } = await site.visit(LOSSY)
    await isReady(page)
    const packets = region(page, 'Captured packets')
    const count = async () => Number.parseInt(await packets.locator('.count').first().innerText(), 10)
    const all = await count()
    expect(await givenAway(page, 'report-hangs')).toEqual([])
    await page.getByRole('tab', { name: 'Ladder' }).click()
    await packets.locator('.ladder').waitFor()
    expect(await packets.locator('.ladder .lost').count()).toBe(0)
    expect(await givenAway(page, 'report-hangs')).toEqual([])
    await page.getByRole('tab', { name: 'Tables' }).click()
    await packets.getByText('Sockets').first().waitFor()
    expect(await givenAway(page, 'report-hangs')).toEqual([])

    await page.getByRole('tab', { name: 'List' }).click()
    const filter = page.getByRole('combobox', { name: strings.packets.filter })
    await filter.fill('ip.src == 10.0.2.10 && ip.dst == 10.0.1.10')
    await page.getByLabel('Captured at').selectOption('r2')
    const sent = await count()
    await page.getByLabel('Captured at').selectOption('r1')
    // r2 has each one twice, as it came and as it left; r1 has the few that crossed the link, twice too.
    expect([all > sent, await count()]).toEqual([true, expect.any(Number)])
    expect(await count()).toBeLessThan(sent)

    await page.getByText('Give up').click()
    await page.getByRole('button', { name: 'Show the fault' }).click()
    await page.getByLabel('Captured at').selectOption('')
    await packets.getByText(strings.fateTags.loss).first().waitFor()
    expect(await givenAway(page, 'report-hangs')).toContain(strings.fateTags.loss)
  })

  test('runs a line that was entered while another command ran, after it', async () => {
    const { page } = await site.visit(SHOP)
    await isReady(page)
    const input = command(page, 'user')
    await input.fill('ping -c 5 192.0.2.99')
    await input.press('Enter')
    await input.fill('ping 999.1.1.1')
    await input.press('Enter')
    await page.getByText('ping: 999.1.1.1: Name or service not known').waitFor()
    expect(await input.inputValue()).toBe('')
  })

  test('takes any command line as text', async () => {
    const { page, troubles } = await site.visit(SHOP)
    await isReady(page)
    for (const line of [
      '<img src=x onerror=alert(1)>',
      'dig a..b',
      '$(reboot)',
      'ping 999.1.1.1',
      'cat /proc/1/environ',
    ]) {
      await command(page, 'user').fill(line)
      await command(page, 'user').press('Enter')
      await page.locator('.surprise-tools').getByText(`user$ ${line}`, { exact: true }).waitFor()
    }
    await page.getByText('ping: 999.1.1.1: Name or service not known').waitFor()
    await page.getByText('cat: /proc/1/environ: No such file or directory').waitFor()
    expect(await page.locator('.surprise-tools img').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('keeps its answers out of the static files', async () => {
    for (const { id, faults } of loadedScenarios())
      for (const file of ['', 'scenario.txt']) {
        const text = await (await fetch(`${site.origin}/surprise/${id}/${file}`)).text()
        expect(text.length).toBeGreaterThan(1000)
        for (const { because, proof } of faults)
          for (const secret of [because, ...proof.flatMap(({ says, filter }) => [says, filter])])
            expect(text.includes(secret), `${id}/${file} has: ${secret}`).toBe(false)
      }
  })

  test('draws a seed where the address has none, and puts it there to share', async () => {
    const { page } = await site.visit('/surprise/home-server/?seed=many')
    await page.getByText('The seed in the address was no whole number, so a new one was drawn.').waitFor()
    const seed = new URL(page.url()).searchParams.get('seed')
    expect(seed).toMatch(/^\d+$/)
    await page.getByText(`Seed ${seed}`).waitFor()
    await isReady(page)
    await page.getByRole('button', { name: 'Another seed' }).click()
    await page.waitForURL((url) => url.searchParams.get('seed') !== seed)
  })

  test('fits a phone, and axe finds no fault in it', async () => {
    const { page } = await site.visit(SHOP, { width: 390, height: 844 })
    await isReady(page)
    await page.locator('tr[data-packet="13"]').click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await violations(page)).toEqual([])
    await page.goto(`${site.origin}/surprise/`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await violations(page)).toEqual([])
  })
})
