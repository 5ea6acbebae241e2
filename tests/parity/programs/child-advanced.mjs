import { fork } from 'node:child_process'
import { once } from 'node:events'
import { inspect } from 'node:util'

if (process.argv[2] === 'child') process.on('message', (message) => process.send(message))
else {
  const child = fork(import.meta.filename, ['child'], { serialization: 'advanced' })
  const cycle = { name: 'cycle', list: [1, , 3] }
  cycle.self = cycle
  const values = [
    ...[12n, -5n, new Date(5), /a+/gi, new Map([[1, { a: 2 }]]), new Set(['x', undefined]), cycle, 'half \ud800'],
    ...[Buffer.from('bytes'), new Uint16Array([1, 65535]), new Uint8Array([1, 2]).buffer, -0, Number.NaN, null],
    Object.assign([1, 2], { extra: true }),
  ]
  for (const value of values) {
    child.send({ value })
    const [{ value: back }] = await once(child, 'message')
    console.log(inspect(back))
  }
  child.send(new RangeError('far', { cause: 'why' }))
  const [error] = await once(child, 'message')
  console.log(error instanceof RangeError, error.message, error.cause)
  try {
    child.send({ call: () => {} })
  } catch (refused) {
    console.log(refused.name, refused.message)
  }
  child.disconnect()
  console.log(await once(child, 'exit'))
}
