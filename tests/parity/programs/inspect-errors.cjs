// util.inspect of errors: causes, aggregates, own properties, odd names, errors in objects, no stack.
const { inspect } = require('util')
const bare = (error) => { error.stack = error.stack.split('\n')[0]; return error }
console.log(bare(new Error('plain')), bare(new TypeError('typed')), [bare(new Error('in a list'))], { e: bare(new RangeError('in an object')) })
console.log(bare(new Error('with cause', { cause: bare(new Error('the cause')) })), bare(new Error('odd cause', { cause: { a: 1 } })))
console.log(bare(new AggregateError([bare(new Error('one')), 'two', { three: 3 }], 'several')))
console.log(bare(Object.assign(new Error('props'), { code: 'ECODE', nested: { a: { b: { c: 1 } } } })))
class Custom extends Error { constructor(message) { super(message); this.name = 'Renamed'; this.extra = true } }
console.log(bare(new Custom('custom')), bare(new (class Other extends TypeError {})('other')))
const renamed = new Error('later'); renamed.name = 'Changed'
console.log(inspect(renamed).split('\n')[0], String(renamed))
const empty = new Error(''); empty.stack = ''
console.log(empty, Object.assign(new Error('x'), { stack: undefined }), Object.assign(new Error('x'), { stack: 'own text' }), Object.assign(new Error('m'), { message: 'changed' }).message)
const noName = bare(new Error('none')); noName.name = ''
console.log(noName, inspect(Object.create(Error.prototype)), inspect(new DOMException('dom', 'AbortError')).split('\n')[0])
const circular = bare(new Error('circle')); circular.self = circular
console.log(circular)
const multi = new Error('several\nlines'); multi.stack = `Error: several\nlines\n    at here (file.js:1:1)`
console.log(multi, [multi])
