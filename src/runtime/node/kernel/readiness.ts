/**
 * What a process is told about a descriptor: level-triggered readiness as epoll's, with the result of the accept or receive
 * attached when the process asked for PUSH.
 */

import { Errno, Ready, type Received } from '#network'
import { EventType, emptyEvent, type KernelEvent, PUSH, TAKE_DESCRIPTORS } from '../syscalls/index.ts'
import type { Descriptor, OpenFile } from './descriptors.ts'
import type { Process } from './kernel-services.ts'
import { PassedFile } from './shared-files.ts'
import type { UnixSocket } from './unix-socket.ts'

/** Largest piece pushed when the process names none: libuv's buffer. */
const DEFAULT_PIECE = 65_536
const INPUT = Ready.IN | Ready.ERR | Ready.HUP

/** The `Ready` bits that an event for this descriptor would carry now; 0 for no event. */
export function readyMask(descriptor: Descriptor): number {
  const { interest, file } = descriptor
  if (descriptor.postedError !== 0) return Ready.ERR
  if (interest === 0 || descriptor.finished) return 0
  const ready = file.readiness()
  let mask = 0
  if ((interest & Ready.IN) !== 0) mask |= ready & INPUT
  if ((interest & Ready.OUT) !== 0) {
    mask |= ready & (Ready.ERR | Ready.HUP)
    if ((ready & Ready.OUT) !== 0 && hasWantedSpace(descriptor)) mask |= Ready.OUT
  }
  return mask
}

/** With an empty buffer there is nothing to wait for, however small the buffer is. */
function hasWantedSpace({ file, stream, wantedSpace }: Descriptor): boolean {
  return file.sendSpace() >= wantedSpace || stream === null || stream.sendQueueLength() === 0
}

/** The event for a descriptor, or null if it has none any more. */
export function takeReadyEvent(process: Process, descriptor: Descriptor): KernelEvent | null {
  const ready = readyMask(descriptor)
  if (ready === 0) return null
  const event = emptyEvent(EventType.ready)
  event.fd = descriptor.fd
  if (descriptor.postedError !== 0) failPosted(descriptor, event)
  else if ((descriptor.interest & PUSH) === 0) event.mask = ready
  else push(process, descriptor, ready, event)
  if (event.mask === 0) return null
  if ((event.mask & Ready.OUT) !== 0) descriptor.interest &= ~Ready.OUT
  if (!descriptor.listening) tellSpace(descriptor, event)
  return event
}

/** Reported whether or not the descriptor is watched: the process does not know yet that what it wrote is lost. */
function failPosted(descriptor: Descriptor, event: KernelEvent): void {
  event.mask = Ready.ERR
  event.error = descriptor.postedError
  descriptor.postedError = 0
}

function push(process: Process, descriptor: Descriptor, ready: number, event: KernelEvent): void {
  event.mask = ready & Ready.OUT
  if (descriptor.listening) {
    pushConnection(process, descriptor, event)
  } else if ((descriptor.interest & Ready.IN) !== 0 && (ready & INPUT) !== 0) {
    pushData(process, descriptor, event)
  } else if ((ready & Ready.ERR) !== 0) {
    fail(descriptor, descriptor.file.takeError(), event)
  } else if ((ready & Ready.HUP) !== 0) {
    event.mask |= Ready.HUP
    descriptor.interest &= ~Ready.OUT
  }
}

function pushConnection(process: Process, descriptor: Descriptor, event: KernelEvent): void {
  const { stream } = descriptor
  const accepted = stream?.accept() ?? -Errno.EINVAL
  if (typeof accepted === 'number') {
    if (accepted !== -Errno.EAGAIN) fail(descriptor, -accepted, event)
    return
  }
  process.count('accept')
  const opened = process.open(accepted)
  if (typeof opened === 'number') {
    // libuv's answer to EMFILE (uv__emfile_trick): take the connection and close it, or it would be reported for ever.
    accepted.close()
    return
  }
  const peer = accepted.remoteEndpoint()
  event.mask |= Ready.IN
  event.value = opened.fd
  event.str = peer?.address ?? ''
  event.port = peer?.port ?? 0
  tellSpace(opened, event)
}

function pushData(process: Process, descriptor: Descriptor, event: KernelEvent): void {
  const { file } = descriptor
  const isStream = !isDatagram(file.kind)
  if ((descriptor.interest & TAKE_DESCRIPTORS) !== 0 && file.kind === 'unix') event.port = takeDescriptor(process, file)
  const received = file.receive(isStream && descriptor.largestPiece > 0 ? descriptor.largestPiece : DEFAULT_PIECE)
  process.count('recv')
  if (typeof received !== 'number') {
    attach(descriptor, received, isStream, event)
    return
  }
  const error = file.takeError() || -received
  if (error !== Errno.EAGAIN) fail(descriptor, error, event)
}

const isDatagram = (kind: OpenFile['kind']) => kind === 'udp' || kind === 'raw' || kind === 'packet'

/** 1 + a descriptor for the file that comes with the next bytes; 0 when there is none, or no number for it. */
function takeDescriptor(process: Process, socket: UnixSocket): number {
  const passed = socket.takePassed()
  if (!(passed instanceof PassedFile)) return 0
  const opened = process.open(passed.file)
  passed.letGo()
  return typeof opened === 'number' ? 0 : opened.fd + 1
}

function attach(descriptor: Descriptor, received: Received, isStream: boolean, event: KernelEvent): void {
  event.mask |= Ready.IN
  event.value = received.bytes.length
  event.str = received.from?.address ?? ''
  event.port ||= received.from?.port ?? 0
  if (isStream && received.bytes.length === 0) {
    event.mask |= Ready.HUP
    descriptor.finished = true
  } else {
    event.bytes = received.bytes
  }
}

function fail(descriptor: Descriptor, error: number, event: KernelEvent): void {
  event.mask |= Ready.ERR
  event.error = error
  // A datagram socket stays usable after an ICMP error.
  descriptor.finished = !isDatagram(descriptor.file.kind)
}

function tellSpace(descriptor: Descriptor, event: KernelEvent): void {
  descriptor.knownSpace = descriptor.space
  event.sendSpace = descriptor.knownSpace
}
