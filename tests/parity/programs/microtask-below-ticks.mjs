// The stack of an error that is made in a microtask which follows a tick.
// differs: below a microtask that was run after ticks, the frame of process.processTicksAndRejections is missing
await new Promise((resolve) => process.nextTick(resolve))
console.log(new Error('after a tick').stack)
