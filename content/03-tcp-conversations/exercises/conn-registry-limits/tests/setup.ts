import { expect, type Host, type Lab, labTest, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server on `server`; guests come from three hosts in turn, so that the address is no limit where it is not the subject. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, 'your server, listening').toHappen()
  const others = [lab.host('guest1'), lab.host('guest2'), lab.host('guest3')]
  let guests = 0
  const connect = (from: Host = others[guests++ % others.length]!) =>
    expect(from.connect('server', params.port), 'the connection').toHappen()
  /** Connects a guest, and expects this number. */
  const comeIn = async (id: number, from?: Host, about = `what guest ${id} is told`) => {
    const guest = await connect(from)
    await expect(guest.line(), about).toBe(`#${id}`)
    return guest
  }
  /** Connects as many guests as there are places. */
  const fill = async () => {
    const all: TcpPeer[] = []
    for (let id = 1; id <= params.max; id++) all.push(await comeIn(id))
    return all as [TcpPeer, TcpPeer, TcpPeer, ...TcpPeer[]]
  }
  return { server, connect, comeIn, fill }
})

export const expectBusy = (guest: TcpPeer, about = 'what a guest too many hears, up to your FIN') =>
  expect(guest.rest(), about).toBe('BUSY\n')

/** Connections that the server's kernel has. */
export const established = async (lab: Lab) =>
  (await lab.host('server').sockets()).filter(({ state, remote }) => remote && state === 'ESTABLISHED').length

/** Labels that several tests share. */
export const finForLeaver = 'your FIN for a guest that left'
export const nextIsTold = 'what the next guest is told'
