import net from 'node:net'
import { Readable } from 'node:stream'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    const records = Readable.from(makeRecords())
    let batch: Buffer[] = []
    let size = 0
    let due: NodeJS.Timeout | undefined

    const flush = () => {
      clearTimeout(due)
      due = undefined
      if (size === 0 || socket.destroyed) return
      const hasRoom = socket.write(Buffer.concat(batch))
      batch = []
      size = 0
      if (!hasRoom) records.pause()
    }

    records.on('data', (record: Buffer) => {
      batch.push(record)
      size += record.length
      due ??= setTimeout(flush, params.batchMs)
      if (size >= params.batchBytes) flush()
    })
    records.on('end', () => {
      flush()
      socket.end()
    })
    records.on('error', () => socket.destroy())
    socket.on('drain', () => records.resume())

    let seen = 0
    let at = Date.now()
    const watch = setInterval(() => {
      const handle = (socket as any)._handle
      if (!handle) return
      const left = handle.bytesWritten - handle.writeQueueSize
      if (left !== seen || handle.writeQueueSize === 0) [seen, at] = [left, Date.now()]
      else if (Date.now() - at > params.stallMs) socket.resetAndDestroy()
    }, params.stallMs / 20)

    socket.resume()
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(watch)
      clearTimeout(due)
      records.destroy()
    })
  })
  .listen(params.port)
