// A program that leaves nothing alive does not enter the loop.
setImmediate(() => console.log('must not run')).unref()
process.on('beforeExit', () => console.log('beforeExit'))
process.on('exit', () => console.log('exit'))
