import type { Socket } from 'node:net'

/** The line splitter, with two places left open. */
export function converse(socket: Socket) {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end)
      rest = rest.subarray(end + 1)
      // … answer this line; what happens after QUIT?
    }
    // … what is left in rest has no newline yet: how long may it become?
  })
}
