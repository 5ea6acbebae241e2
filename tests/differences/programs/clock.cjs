// area: Time and chance
// difference: Time is the world's: between two readings of the clock lie exactly 100 ns.
// why: One seed gives one run, however fast the machine is. A turn of the event loop costs 1 µs, a system call 100 ns.
const first = process.hrtime.bigint()
console.log(process.hrtime.bigint() - first === 100n)
