// area: Objects
// difference: `Atomics.waitAsync` is not there.
// why: It waits by a real clock.
console.log(typeof Atomics.waitAsync)
