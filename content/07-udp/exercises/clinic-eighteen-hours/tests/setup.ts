import { expect, labTest, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'

export const PORT = params.port
export const SERVER: [string, number] = ['10.0.0.13', PORT]

/** The learner's server on c, a sensor on each of a and b, and a panel beside the one on a. */
export const test = labTest(async (lab) => {
  const running = lab.host('c').run('server.ts', { listens: { udp: PORT } })
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on UDP port ${PORT}.`,
  }
  const server = await expect(running, listening).toHappen()
  const panel = await lab.host('a').udp()
  /** Lets everything arrive, asks what the panel shows, and expects these lines. */
  const expectShown = async (what: string, ...lines: string[]) => {
    await lab.clock.advance('100ms')
    await panel.send('?', SERVER)
    const got = await expect(panel.receive(), what).toHappen()
    expect(got.text, { about: what, datagram: got }).toBe(lines.map((line) => `${line}\n`).join(''))
  }
  return { server, a: await lab.host('a').udp(), b: await lab.host('b').udp(), expectShown }
})

/** The temperature that tests send with a number: no two numbers of a test have the same. */
export const temperatureOf = (number: number): string => `-${number % 100}.${Math.floor(number / 100) % 10}`

/** Sends readings in this order. */
export async function send(sensor: UdpPeer, ...numbers: number[]): Promise<void> {
  for (const number of numbers) await sensor.send(`${number} ${temperatureOf(number)}`, SERVER)
}

/** The line of host a's sensor whose newest reading has this number. */
export const lineOf = (number: number, address = '10.0.0.11'): string => `${address} ${temperatureOf(number)}`
