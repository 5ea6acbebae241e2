/** An echo server and its client as system calls, for tests that compare the two ways of running a process. */
import { Ready } from '../../../network/index.ts'
import { encode, type Script } from '../../kernel/scripted.case.ts'
import { EventType, Op, PUSH } from '../../syscalls/index.ts'

const IN = Ready.IN | PUSH

/** `server PATH` or `client PATH ROUNDS SIZE`. */
export function echoScripts([role, path = '', rounds = '1', size = '4']: string[]): Script {
  return role === 'server' ? server(path) : client(path, Number(rounds), Number(size))
}

function server(path: string): Script {
  return (event, sys) => {
    if (event.type === EventType.start) sys.listen(path, IN)
    else if (event.bytes !== null) sys.post(Op.send, event.fd, 0, 0, '', event.bytes)
    else if (event.mask & (Ready.HUP | Ready.ERR)) sys.post(Op.close, event.fd)
    else sys.post(Op.watch, event.value, IN)
  }
}

function client(path: string, rounds: number, size: number): Script {
  let left = rounds
  let missing = size
  return (event, sys) => {
    if (event.type === EventType.start) {
      const fd = sys.connect(path)
      if (fd < 0) {
        sys.print(`connect ${fd}`)
        return sys.post(Op.exit, 1)
      }
      sys.call(Op.watch, fd, IN)
      sys.post(Op.send, fd, 0, 0, '', encode('x'.repeat(size)))
    } else if (event.bytes !== null) {
      missing -= event.bytes.length
      if (missing > 0) return
      missing = size
      if (--left > 0) return sys.post(Op.send, event.fd, 0, 0, '', encode('x'.repeat(size)))
      sys.call(Op.random, 4)
      sys.print(`${rounds} × ${size}, then ${sys.calls.out.bytes}`)
      sys.post(Op.exit, 0)
    }
  }
}
