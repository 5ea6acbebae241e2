import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

net
  .createServer({ allowHalfOpen: true }, async (socket) => {
    // Node resets this clock whenever something goes out, so it fires only when the reader is stuck.
    socket.setTimeout(params.stallMs, () => {
      if (socket.writableLength > 0) socket.resetAndDestroy()
    })
    socket.on('error', () => {})
    socket.resume()

    const hurry = new AbortController()
    socket.once('close', () => hurry.abort())
    const room = () =>
      new Promise<void>((resolve) => {
        const done = () => {
          socket.off('drain', done)
          hurry.signal.removeEventListener('abort', done)
          resolve()
        }
        socket.on('drain', done)
        hurry.signal.addEventListener('abort', done)
        if (hurry.signal.aborted) done()
      })

    let batch = Buffer.alloc(0)
    let due: NodeJS.Timeout | undefined
    const flush = () => {
      clearTimeout(due)
      due = undefined
      const all = batch
      batch = Buffer.alloc(0)
      return all.length === 0 || hurry.signal.aborted || socket.write(all)
    }

    for await (const record of makeRecords()) {
      if (hurry.signal.aborted) break
      batch = Buffer.concat([batch, record])
      due ??= setTimeout(flush, params.batchMs)
      if (batch.length >= params.batchBytes) flush()
      if (socket.writableNeedDrain) await room()
      if (hurry.signal.aborted) break
    }
    clearTimeout(due)
    if (hurry.signal.aborted) return
    flush()
    socket.end()
  })
  .listen(params.port)
