import type { Socket } from 'node:net'

declare function answer(socket: Socket, line: Buffer): void

/** The line splitter, with two places left open. */
export function converse(socket: Socket) {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      answer(socket, rest.subarray(0, end))
      rest = rest.subarray(end + 1)
      // … what happens after QUIT?
    }
    // … what is left in rest has no newline yet: how long may it become?
  })
}
