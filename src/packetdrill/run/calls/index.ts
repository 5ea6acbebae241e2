/** System calls of scripts: each becomes an attempt that is made again until it need not wait any more. */
import { type CallAction, NeedsError } from '../../language/index.ts'
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

/** Throws CallError for a call that is not written as it must be, NeedsError for one that is not known. */
export function prepareCall(context: CallContext, action: CallAction): Attempt {
  const handler = HANDLERS[action.name]
  if (handler === undefined) throw new NeedsError(`the call ${action.name}()`)
  return handler(context, action)
}
