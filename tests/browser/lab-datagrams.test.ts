import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { packetEdit, press, region, row, stands, transport, undo } from './lab-page.ts'
import { LAB } from './site.ts'

/** Echoes every datagram. */
const SERVER = `import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4')
socket.on('message', (text, { address, port }) => socket.send('got ' + text, port, address))
socket.bind(9000, () => console.log('bound'))
`
/** Asks three times, half a second apart, and waits. All three are of one length. */
const CLIENT = `import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4')
socket.on('message', (text) => console.log('heard ' + text))
for (const n of [1, 2, 3]) setTimeout(() => socket.send('ask ' + n, 9000, 'server'), n * 500)
setTimeout(() => console.log('that is all'), 2500)
`

describeSite('datagrams in the hand', (site) => {
  // Each test begins where the run is paused, all three questions asked and answered.
  const visit = site.shared(LAB, { files: { 'server.ts': SERVER, 'client.ts': CLIENT } }, async (page) => {
    await press(page, 'Run')
    await region(page, 'Terminal of server').getByText('bound').waitFor()
    await page.getByRole('tab', { name: /^client/ }).click()
    await terminal().getByLabel('Command on client').fill('node client.ts')
    await page.keyboard.press('Enter')
    await terminal().getByText('that is all').waitFor()
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await stands(page)
  })

  const terminal = () => region(visit.page, 'Terminal of client')
  /** What the client received up to its end, once time has reached it. */
  async function heard(): Promise<string[]> {
    await transport(visit.page).getByRole('button', { name: 'Resume' }).click()
    await terminal().getByText('that is all').waitFor()
    return (await terminal().innerText()).match(/(?<=heard got ask )\d/g) ?? []
  }
  /** The second question, on the wire. */
  const select = () => row(visit.page, /client → server UDP \d+ “ask 2”/).dblclick()

  test('a dropped datagram is never answered: no one retransmits it', async () => {
    await select()
    await packetEdit(visit.page, /^Drop/).click()
    await row(visit.page, /✕ dropped “ask 2”/).waitFor()
    await stands(visit.page)
    expect(await heard()).toEqual(['1', '3'])
    await undo(visit.page)
    expect(await heard()).toEqual(['1', '2', '3'])
  })

  test('a duplicated datagram is answered twice', async () => {
    await select()
    await packetEdit(visit.page, /^Duplicate/).click()
    await row(visit.page, /copy of #\d+.*“ask 2”/).waitFor()
    await stands(visit.page)
    expect(await heard()).toEqual(['1', '2', '2', '3'])
    await undo(visit.page)
  })

  test('an edited datagram asks another question', async () => {
    await select()
    await packetEdit(visit.page, /^Edit/).click()
    const dialog = visit.page.getByRole('dialog', { name: /^Edit packet/ })
    await dialog.getByLabel('New value').fill('ask 7')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await row(visit.page, /✎ edited.*“ask 7”/).waitFor()
    await stands(visit.page)
    expect(await heard()).toEqual(['1', '7', '3'])
    await undo(visit.page)
  })

  test('a held datagram alone is delayed, and is answered after the third once released', async () => {
    await select()
    await packetEdit(visit.page, /^Hold/).click()
    await row(visit.page, /✋ held.*“ask 2”/).waitFor()
    await stands(visit.page)
    expect(await heard()).toEqual(['1', '3'])
    await transport(visit.page).getByRole('button', { name: 'Pause' }).click()
    await row(visit.page, /✋ held.*“ask 2”/).click()
    await packetEdit(visit.page, /^Release/).click()
    await row(visit.page, /✋ held/).waitFor({ state: 'detached' })
    await stands(visit.page)
    await transport(visit.page).getByRole('button', { name: 'Resume' }).click()
    await terminal().getByText('heard got ask 2').waitFor()
  })
})
