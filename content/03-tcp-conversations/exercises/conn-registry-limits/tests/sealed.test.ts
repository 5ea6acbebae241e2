import { expect, type Host, seededValues, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'
import { finForLeaver, nextIsTold, test } from './setup.ts'

interface Guest {
  id: number
  from: Host
  peer: TcpPeer
}

test('h18 guests come and leave in a drawn order', async ({ lab, comeIn }) => {
  const draw = seededValues(lab, 'guests')
  const hosts = ['guest1', 'guest2', 'guest3'].map((name) => lab.host(name))
  const here: Guest[] = []
  const leave = async ({ peer }: Guest) => {
    if (draw.integer(0, 1) === 0) await peer.reset()
    else {
      await peer.end()
      await expect(peer.expectEnd(), finForLeaver).toHappen()
    }
    await lab.settle()
  }
  for (let step = 0, id = 0; step < 16; step++) {
    if (here.length === params.max || (here.length > 1 && draw.integer(0, 2) === 0))
      await leave(here.splice(draw.integer(0, here.length - 1), 1)[0]!)
    else {
      const from = hosts.find((host) => here.filter((guest) => guest.from === host).length < params.perAddress)!
      here.push({ id: ++id, from, peer: await comeIn(id, from, nextIsTold) })
    }
    await expect(here[0]!.peer.ask('WHO\n'), 'the answer to WHO').toBe(here.map(({ id }) => id).join(' '))
  }
})
