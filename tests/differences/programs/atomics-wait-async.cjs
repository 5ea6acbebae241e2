// area: Objects
// difference: `Atomics.waitAsync` is missing.
// why: It would wait on a real clock.
console.log(typeof Atomics.waitAsync)
