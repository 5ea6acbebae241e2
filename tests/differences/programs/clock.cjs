// area: Time and chance
// difference: Time is virtual: two consecutive readings of the clock are exactly 100 ns apart.
// why: One seed gives one run, at any speed of the machine. A turn of the event loop costs 1 µs, a system call 100 ns.
const first = process.hrtime.bigint()
console.log(process.hrtime.bigint() - first === 100n)
