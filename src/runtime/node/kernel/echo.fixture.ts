/** An echo server and its client on a local socket, as system calls. */
import { Ready } from '#network'
import { EventType, Op, PUSH } from '../syscalls/index.ts'
import { decode, encode, type Script } from './scripted.fixture.ts'

export const IN = Ready.IN | PUSH

export const echoServer: Script = (event, sys) => {
  if (event.type === EventType.start) sys.listen('/tmp/echo', IN)
  else if (event.mask & Ready.IN && event.value > 0 && event.bytes === null) sys.post(Op.watch, event.value, IN)
  else if (event.bytes !== null) sys.post(Op.send, event.fd, 0, 0, '', event.bytes)
  else if (event.mask & Ready.HUP) sys.post(Op.close, event.fd)
}

export function echoClient(rounds: number): Script {
  let left = rounds
  return (event, sys) => {
    if (event.type === EventType.start) {
      const fd = sys.connect('/tmp/echo')
      sys.call(Op.watch, fd, IN)
      sys.post(Op.send, fd, 0, 0, '', encode('ping'))
    } else if (event.bytes !== null) {
      sys.print(decode(event.bytes))
      if (--left > 0) sys.post(Op.send, event.fd, 0, 0, '', event.bytes)
      else sys.post(Op.exit, 0)
    }
  }
}

/** Prints what it did, one line each. */
export const logging =
  (lines: string[], script: Script): Script =>
  (event, sys) => {
    lines.push(`${event.time} ${Object.keys(EventType)[event.type - 1]}`)
    return script(event, sys)
  }
