import { expect, test } from 'vitest'
import { type PacketRecord, writePcapng } from '#network'
import { describeSite } from './describe-site.ts'
import { frames } from './frames.ts'
import { press, region, row, runAndSay, transport } from './lab-page.ts'
import { LAB, programOf } from './site.ts'

describeSite('seeing the network in the lab', (site) => {
  const visit = site.shared(LAB, { program: programOf('solution') }, async (page) => {
    await runAndSay(page, 'PING', 'PONG')
    await transport(page).getByRole('button', { name: 'Pause' }).click()
  })

  test('a packet names the line that sent it, and the line its packets', async () => {
    const { page } = visit
    const line =
      1 +
      programOf('solution')
        .split('\n')
        .findIndex((text) => text.includes("socket.write('PONG"))
    await row(page, /“PONG/).click()
    const packet = region(page, 'Packet')
    await packet.getByRole('button', { name: `server.ts:${line}` }).waitFor()
    await page.locator('.line-here').first().waitFor()
    const lens = page.locator('.line-lens')
    expect(await lens.innerText()).toMatch(/^Sent packet #\d+/)
    await page.locator('.line-sent[title="This line sent 1 packet"]').first().waitFor()
    await row(page, /“PING/).click()
    await expect.poll(() => packet.getByRole('button', { name: /server\.ts:/ }).count()).toBe(0)
  })

  test('a packet leads back to its cause, by links and by keys; unknown causes are left out', async () => {
    const { page } = visit
    const selected = () => region(page, 'Packets').locator('tr[aria-current="true"]').innerText()
    const cause = region(page, 'Packet').locator('.cause')
    await row(page, /“PONG/).click()
    expect(await cause.innerText()).toMatch(/^Cause\s+Line server\.ts:\d+ sent it, woken by #\d+$/)
    await page.keyboard.press('b')
    await expect.poll(selected).toMatch(/“PING/)
    // The manual client sent it when it was told to: nothing in the world caused that.
    expect(await cause.count()).toBe(0)
    await page.keyboard.press('Shift+B')
    await expect.poll(selected).toMatch(/“PONG/)
    await row(page, /SYN ACK/).click()
    expect(await cause.innerText()).toMatch(/^Cause\s+It answers #\d+$/)
    await cause.getByRole('button').click()
    await expect.poll(selected).toMatch(/SYN seq 0/)
  })

  test('the stream of a packet is both sides of its conversation', async () => {
    const { page } = visit
    await row(page, /“PONG/).click()
    const packet = region(page, 'Packet')
    await packet.getByRole('tab', { name: 'Follow stream' }).click()
    expect(await packet.locator('.turns pre').allInnerTexts()).toEqual(['PING↵\n', 'PONG↵\n'])
    await packet.getByRole('tab', { name: /^Packet \d+/ }).click()
  })

  test('sockets, routes and neighbors of each host', async () => {
    const { page } = visit
    await page.getByRole('tab', { name: 'Tables' }).click()
    const server = await region(page, 'World').getByRole('region', { name: 'server' }).innerText()
    expect(server).toMatch(
      /LISTEN[\s\S]*ESTABLISHED[\s\S]*10\.0\.9\.0\/24[\s\S]*02:00:00:00:00:01[\s\S]*(REACHABLE|DELAY)/,
    )
    await page.getByRole('tab', { name: 'World', exact: true }).click()
  })

  test('plots of sequence numbers, window, round trips and queue, as drawing and as numbers', async () => {
    const { page } = visit
    await page.getByRole('tab', { name: 'Plots' }).click()
    const world = region(page, 'World')
    for (const [kind, words] of [
      ['sequence', /Sequence numbers/],
      ['window', /Congestion window/],
      ['rtt', /Round-trip time/],
      ['queue', /Queue/],
    ] as const) {
      await world.getByLabel('Plot', { exact: true }).selectOption(kind)
      await world.getByRole('img', { name: words }).waitFor()
    }
    await world.getByLabel('Plot', { exact: true }).selectOption('window')
    await world.getByRole('button', { name: 'As table' }).click()
    expect(await world.locator('.data-table').first().innerText()).toMatch(/congestion window[\s\S]*10/)
    await world.getByRole('button', { name: 'As table' }).click()
    await page.getByRole('tab', { name: 'World', exact: true }).click()
  })

  test('topology and ladder are also available as tables, with the line of each packet', async () => {
    const { page } = visit
    const world = region(page, 'World')
    await world.getByRole('button', { name: 'As table' }).click()
    expect(await world.getByRole('table', { name: 'Hosts' }).innerText()).toMatch(/server\s+10\.0\.9\.2\s+server\.ts/)
    expect(await world.getByRole('table', { name: 'Links' }).innerText()).toContain('10 ms each way')
    expect(await world.getByRole('table', { name: /^Packets/ }).innerText()).toMatch(/PONG[\s\S]*server\.ts:\d+/)
    await world.getByRole('button', { name: 'As table' }).click()
  })

  test('the filter suggests what fits at the cursor, and marks its first error', async () => {
    const { page } = visit
    const filter = page.getByLabel('Display filter')
    await filter.pressSequentially('tcp.flags.sy')
    await page.getByRole('option', { name: /^tcp\.flags\.syn/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await filter.inputValue()).toBe('tcp.flags.syn ')
    await filter.pressSequentially('== 1')
    await page.keyboard.press('Escape')
    await expect.poll(() => region(page, 'Packets').locator('tr[data-packet]').count()).toBe(2)
    await filter.fill('tcp.nothing == 1')
    await page.locator('.filter-error mark').waitFor()
    expect(await page.locator('.filter-error').innerText()).toMatch(/column 1\b/)
    await filter.fill('')
  })

  test("a capture of one's own opens, is filtered, and its stream followed; back leads to the run", async () => {
    const { page } = visit
    await page.locator('.packets-pane input[type=file]').setInputFiles({
      name: 'mine.pcapng',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(writePcapng(['eth0'], many(20_000))),
    })
    await page.getByText('20000 packets').waitFor()
    await page.getByText('Capture file.').waitFor()
    await page.getByLabel('Display filter').fill('frame.number > 19990')
    await page.getByText('10 of 20000').waitFor()
    await page.getByLabel('Display filter').fill('')
    await page.getByRole('button', { name: 'Back to your run' }).click()
    await row(page, /“PONG/).waitFor()
  })

  test('a file that is no capture is refused with an error message', async () => {
    const { page } = visit
    await page
      .locator('.packets-pane input[type=file]')
      .setInputFiles({ name: 'x.pcap', mimeType: 'text/plain', buffer: Buffer.from('hello') })
    await page.getByText('Cannot open this file.').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  test('each host has a terminal: programs are started in it, read what is typed, and end', async () => {
    const { page } = visit
    await transport(page).getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('tab', { name: /^client/ }).click()
    const terminal = region(page, 'Terminal of client')
    await terminal.getByLabel('Command on client').fill('node nothing.ts')
    await page.keyboard.press('Enter')
    await terminal.getByText('nothing.ts: no such file.').waitFor()
    await page.getByRole('button', { name: 'Files', exact: true }).click()
    await page.getByLabel('Name of the new file').fill('cat.ts')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'cat.ts, code editor' }).waitFor({ state: 'attached' })
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.insertText(
      "process.stdin.on('data', (text) => console.log('heard ' + text)).on('end', () => console.log('bye'))",
    )
    await page.getByRole('tab', { name: /^client/ }).click()
    await press(page, 'Stop')
    await press(page, 'Run')
    await page.getByRole('tab', { name: /^client/ }).click()
    await terminal.getByLabel('Command on client').fill('node cat.ts')
    await page.keyboard.press('Enter')
    await terminal.getByLabel('Standard input on client').fill('one')
    await page.keyboard.press('Enter')
    await terminal.getByText('heard one').waitFor()
    await terminal.getByLabel('Standard input on client').press('Control+d')
    await terminal.getByText('bye').waitFor()
    await terminal.getByText(/exit status 0/).waitFor()
    await press(page, 'Stop')
  })

  test('a terminal runs a line of the shell beside the server, by keyboard alone, and brings back earlier lines', async () => {
    const { page } = visit
    await press(page, 'Run')
    await page.getByRole('tab', { name: /^server/ }).press('Enter')
    const terminal = region(page, 'Terminal of server')
    await terminal.getByLabel('Command on server').focus()
    await page.keyboard.type('echo "two words" | wc -w && nothing; echo status $?')
    await page.keyboard.press('Enter')
    await terminal.getByText('nothing: not found').waitFor()
    await terminal.getByText('status 127', { exact: true }).waitFor()
    await page.keyboard.type('sleep 1000')
    await page.keyboard.press('Enter')
    await terminal.getByLabel('Standard input on server').waitFor()
    await page.keyboard.press('Control+c')
    await terminal.getByText(/ended by SIGINT/).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect(await terminal.getByLabel('Command on server').inputValue()).toBe(
      'echo "two words" | wc -w && nothing; echo status $?',
    )
    await press(page, 'Stop')
  })
})

/** Frames that differ in a byte: Ethernet of no known type. */
function many(count: number): PacketRecord[] {
  return frames(count, (index) => {
    const bytes = new Uint8Array(60)
    bytes.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, index & 255])
    return bytes
  })
}
