/** The way of a message to one subscriber, with three places left open. */
import type net from 'node:net'
import { params } from './params.ts'

interface Client {
  socket: net.Socket
  queue: string[] // the oldest first
  lost: number
  timer?: NodeJS.Timeout
}

export function deliver(client: Client, line: string): void {
  if (!client.socket.writableNeedDrain) write(client, line)
  else client.queue.push(line) // … and if the queue is too long?
}

function write(client: Client, line: string): void {
  if (client.socket.write(line)) return
  client.timer = setTimeout(() => client.socket.resetAndDestroy(), params.stallMs)
}

/** Called on 'drain'. */
export function catchUp(client: Client): void {
  clearTimeout(client.timer)
  // … what comes before the queue?
  while (client.queue.length > 0) write(client, client.queue.shift()!) // … and when does it stop?
}
