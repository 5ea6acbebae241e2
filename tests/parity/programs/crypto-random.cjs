// Random numbers: shapes, ranges and errors; primes.
const crypto = require('node:crypto')
console.log(crypto.randomBytes(0).length, crypto.randomBytes(100_000).length, crypto.randomFillSync(Buffer.alloc(10), 5).subarray(0, 5), crypto.randomFillSync(new ArrayBuffer(4)).byteLength)
console.log(new Set(Array.from({ length: 500 }, () => crypto.randomInt(5))).size, crypto.randomInt(-3, -2), new Set(Array.from({ length: 100 }, () => crypto.randomUUID())).size)
console.log(crypto.generatePrimeSync(64).byteLength, crypto.checkPrimeSync(crypto.generatePrimeSync(128, { bigint: true })), crypto.checkPrimeSync(91n), crypto.checkPrimeSync(97n))
const prime = crypto.generatePrimeSync(32, { add: 12n, rem: 11n, bigint: true })
console.log(prime % 12n, crypto.checkPrimeSync(crypto.generatePrimeSync(40, { safe: true, bigint: true })))
const attempts = [() => crypto.randomBytes(-1), () => crypto.randomBytes('1'), () => crypto.randomInt(0), () => crypto.randomInt(2 ** 48), () => crypto.randomFillSync('x'), () => crypto.randomFillSync(Buffer.alloc(3), 4), () => crypto.generatePrimeSync(0), () => crypto.generatePrimeSync(8, { add: 1000n })]
for (const attempt of attempts)
  try {
    console.log(attempt())
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
crypto.randomFill(new Uint8Array(4), (error, bytes) => {
  console.log(error, bytes.length)
  crypto.generatePrime(32, (error, prime) => console.log(error, prime.byteLength))
})
