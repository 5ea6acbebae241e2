import { describe, expect, test } from 'vitest'
import { Recording } from '#network'
import type { Lab } from '../api/index.ts'
import { openSimulatedLab } from '../on-disk/index.ts'
import { addRecords, exportRecording, importRecording } from './index.ts'

const ECHO = `import net from 'node:net'
console.log('ready')
net.createServer((socket) => socket.pipe(socket)).listen(9000)
`

async function recorded(drive: (lab: Lab, look: () => Promise<void>) => Promise<void>) {
  const recording = new Recording()
  const { lab } = await openSimulatedLab({
    files: { submission: { 'echo.ts': ECHO } },
    tables: true,
    observe: (records) => addRecords(recording, records),
  })
  const seen: { at: number; sockets: string[] }[] = []
  const look = async () => {
    const rows = await lab.host('server').sockets()
    seen.push({
      at: Math.round(lab.clock.now * 1e6),
      sockets: rows.map(({ state, recvQ, sendQ }) => `${state} ${recvQ} ${sendQ}`),
    })
  }
  await drive(lab, look)
  // A connection closed at this instant is gone at its end.
  await lab.clock.advance(1)
  const endpoints = ['client:eth0', 'server:eth0']
  await lab.close()
  return { recording, seen, endpoints }
}

const conversation = () =>
  recorded(async (lab, look) => {
    await lab.host('server').run('echo.ts', { listens: 9000 })
    await look()
    const client = await lab.host('client').connect('server', 9000)
    await look()
    await client.send('hello\n')
    await lab.clock.advance('5ms')
    await look()
    expect(Buffer.from(await client.bytes(6)).toString()).toBe('hello\n')
    await look()
    await client.end()
    await lab.clock.advance('1s')
    await look()
  })

describe('a recording of a Lab’s world', () => {
  test('shows at any past moment what a look at that moment saw', async () => {
    const { recording, seen } = await conversation()
    expect(new Set(seen.map(({ sockets }) => sockets.join())).size).toBeGreaterThan(2)
    for (const { at, sockets } of seen) {
      const rows = recording.at(at).rows('sockets', 'server')
      expect(rows.map(({ state, recvQ, sendQ }) => `${state} ${recvQ} ${sendQ}`).sort()).toEqual([...sockets].sort())
    }
  })

  test('shows what programs had printed, and which were there', async () => {
    const { recording } = await conversation()
    const [process] = recording.at(recording.now - 1).processes()
    expect(process).toMatchObject({ host: 'server', name: 'echo.ts' })
    const text = (at: number) =>
      recording
        .at(at)
        .output(process!.pid)
        .map(({ bytes }) => Buffer.from(bytes).toString())
    expect([text(0), text(recording.now)]).toEqual([[], ['ready\n']])
  })

  test('is exported as a file and imported as it was', async () => {
    const { recording, endpoints } = await conversation()
    const file = await exportRecording(recording, { platform: 'test', endpoints })
    const again = await importRecording(file)
    expect(again.notes).toEqual({ platform: 'test', endpoints })
    for (let at = 0; at <= recording.now; at += 10_000_000) {
      const [there, here] = [again.recording.at(at), recording.at(at)]
      expect(there.rows('sockets')).toEqual(here.rows('sockets'))
      expect(there.flights().map(({ packet, progress }) => [packet.number, progress])).toEqual(
        here.flights().map(({ packet, progress }) => [packet.number, progress]),
      )
    }
    await expect(importRecording(Uint8Array.of(1, 2))).rejects.toThrow('it cannot be decompressed')
  })
})
