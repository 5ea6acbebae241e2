// One lock by one name: who waits, who shares, who takes it away, and what query() tells meanwhile.
const { locks } = navigator
const client = `node-${process.pid}-0`
const seen = async () => JSON.stringify(await locks.query()).replaceAll(client, 'CLIENT')
const turn = () => new Promise((resolve) => setImmediate(resolve))

const order = []
const exclusive = ['a', 'b'].map((name) =>
  locks.request('printer', async (lock) => {
    order.push(`${name} has ${lock.mode} ${lock.name}`)
    await turn()
    order.push(`${name} gives it back`)
    return name
  }),
)
const shared = ['c', 'd'].map((name) =>
  locks.request('printer', { mode: 'shared' }, async (lock) => {
    order.push(`${name} has ${lock.mode}`)
    await turn()
    order.push(`${name} ends`)
    return name
  }),
)
console.log(await seen())
console.log(await locks.request('printer', { ifAvailable: true }, (lock) => lock))
console.log(await Promise.all([...exclusive, ...shared]), order)
console.log(await seen())

const robbed = locks.request('printer', () => new Promise(() => {})).catch(({ name, message }) => `${name}: ${message}`)
console.log(await locks.request('printer', { steal: true }, async (lock) => `stolen: ${lock.name}`), await robbed)

const controller = new AbortController()
const held = locks.request('printer', turn)
const waiting = locks.request('printer', { signal: controller.signal }, () => console.log('never'))
controller.abort(new Error('no longer wanted'))
console.log(await waiting.catch(({ message }) => message), await held)

for (const [name, options] of [
  ['-dash', {}],
  ['x', { ifAvailable: true, steal: true }],
  ['x', { mode: 'shared', steal: true }],
  ['x', { mode: 'both' }],
])
  await locks.request(name, options, () => {}).catch((error) => console.log(error.name, error.message))
console.log(await locks.request('x', () => Promise.reject(new Error('from the callback'))).catch(({ message }) => message))
console.log(await locks.request('x', () => 5), await seen())
console.log(await locks.request('y', () => { throw new Error('at once') }).catch(({ message }) => message), await seen())
console.log(locks, Object.prototype.toString.call(locks))
