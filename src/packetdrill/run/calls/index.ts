/** System calls of scripts: each becomes an attempt that is made again until it need not wait any more. */
import { type CallAction, NeedsError } from '../../language/index.ts'
import { CallError } from '../values.ts'
import type { Attempt, CallContext, Handler } from './call.ts'
import { read, recvmsg, sendmsg, write, writev } from './data.ts'
import { accept, bind, close, connect, listen, shutdown, socket } from './opening.ts'
import { fcntl, getsockopt, ioctl, setsockopt } from './options.ts'
import { epollControl, epollCreate, epollWait, poll } from './readiness.ts'

export type { Attempt, CallContext, Outcome } from './call.ts'

const HANDLERS: Readonly<Record<string, Handler>> = {
  socket,
  bind,
  listen,
  connect,
  accept,
  accept4: accept,
  write,
  send: write,
  sendto: write,
  sendmsg,
  writev,
  read,
  recv: read,
  recvfrom: read,
  recvmsg,
  shutdown,
  close,
  setsockopt,
  getsockopt,
  ioctl,
  fcntl,
  poll,
  epoll_create: epollCreate,
  epoll_create1: epollCreate,
  epoll_ctl: epollControl,
  epoll_wait: epollWait,
}

/** Calls of packetdrill that nothing here carries out. */
const CALLS_WITH_NEEDS = new Set(
  'sendfile splice pipe readv mmap open cap_set select ppoll pselect ioctlsocket sctp_sendmsg sctp_recvmsg sctp_bindx sctp_connectx'.split(
    ' ',
  ),
)

/** Throws CallError for a call that is not written as it must be or that there is not, NeedsError for one that is only not carried out here. */
export function prepareCall(context: CallContext, action: CallAction): Attempt {
  const handler = Object.hasOwn(HANDLERS, action.name) ? HANDLERS[action.name] : undefined
  if (handler !== undefined) return handler(context, action)
  if (CALLS_WITH_NEEDS.has(action.name)) throw new NeedsError(`the call ${action.name}()`)
  throw new CallError(`there is no call ${action.name}(), only ${Object.keys(HANDLERS).join(', ')}`)
}
