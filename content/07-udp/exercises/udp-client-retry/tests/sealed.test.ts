import { seededValues, times } from 'ackademy/lab'
import { expectReply, serverTest } from './setup.ts'

serverTest('h17 drawn requests, some of them repeated', { waits: '5s' }, async ({ lab, peer, other }) => {
  const draw = seededValues(lab, 'requests')
  const asked: { from: number; id: Uint8Array; text: string; reply: string }[] = []
  const peers = [peer, other]
  let sum = 0
  const ids = times(12, () => Uint8Array.from(times(8, () => draw.integer(0, 255))))
  for (let step = 0; step < 60; step++) {
    const from = draw.integer(0, 1)
    const id = ids[draw.integer(0, ids.length - 1)]!
    const earlier = asked.find((one) => one.from === from && one.id === id)
    const n = draw.integer(-500, 500)
    const text = earlier?.text ?? (draw.integer(0, 5) === 0 ? 'sing' : `add ${n}`)
    if (!earlier && text !== 'sing') sum += n
    const reply = earlier?.reply ?? (text === 'sing' ? 'unknown' : String(sum))
    if (!earlier) asked.push({ from, id, text, reply })
    await expectReply(peers[from]!, id, text, reply, `the reply to ${text}${earlier ? ', repeated' : ''}`)
  }
})
