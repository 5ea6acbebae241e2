// The environment's values are texts, whatever is assigned, and its properties ordinary ones.
const { env } = process
const show = (act) => {
  try {
    console.log(act())
  } catch ({ name, code, message }) {
    console.log(name, code, message)
  }
}
for (const name of Object.keys(env)) delete env[name]

for (const value of [1, undefined, null, {}, 3n, [1, 2]]) {
  env.VALUE = value
  show(() => [typeof env.VALUE, env.VALUE])
}
show(() => {
  env.VALUE = Symbol('value')
})
show(() => {
  env[Symbol('name')] = 'x'
})
show(() => [env[Symbol('name')], Symbol('name') in env, delete env[Symbol('name')]])
show(() => [delete env.VALUE, delete env.NONE, 'VALUE' in env, 'NONE' in env])

show(() => ['toString' in env, typeof env.toString, Object.hasOwn(env, 'toString')])
env.toString = 'own'
show(() => [typeof env.toString, Object.hasOwn(env, 'toString'), delete env.toString, typeof env.toString])

const all = { configurable: true, writable: true, enumerable: true }
show(() => Object.defineProperty(env, 'DEFINED', { value: 1 }))
show(() => Object.defineProperty(env, 'DEFINED', { get: () => 1 }))
show(() => Object.defineProperty(env, 'DEFINED', all))
show(() => typeof Object.defineProperty(env, 'DEFINED', { value: 1, ...all }).DEFINED)
show(() => Object.getOwnPropertyDescriptor(env, 'DEFINED'))
show(() => Object.freeze(env))

env[''] = 'no name'
env['with=sign'] = 'no name either'
show(() => env)
show(() => [JSON.stringify(env), Object.keys(env), Reflect.ownKeys(env), { ...env }, structuredClone(env)])
show(() => [Object.prototype.toString.call(env), require('node:util').types.isProxy(env)])
